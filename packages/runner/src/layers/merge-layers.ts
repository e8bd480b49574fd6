import type { Dirent } from "node:fs";
import { constants } from "node:fs";
import { chmod, copyFile, link, lstat, mkdir, readdir, readlink, rm, symlink } from "node:fs/promises";
import { join } from "node:path";

/** Where a file can't be linked it is copied: another file system, too many links, or a system that forbids them. */
const NO_LINK_CODES: readonly (string | undefined)[] = ["EXDEV", "EMLINK", "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/**
 * Lays the layers over each other in an empty folder, without changing them: of files with the same path the later one wins,
 * folders are joined, and where a file meets a folder the later one replaces the earlier. Symbolic links are taken as they are
 * and followed never, neither in a layer nor in what was merged before: they mean something inside a sandbox alone. What is
 * neither file, folder nor link is left out.
 * @throws what the file system throws, a full disk for instance.
 */
export async function mergeLayers(layers: readonly string[], target: string): Promise<void> {
  for (const layer of layers) await lay(layer, target);
}

async function lay(from: string, onto: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(onto, entry.name);
    if (entry.isDirectory()) {
      await makeFolder(target);
      await lay(source, target);
    } else if (entry.isFile() || entry.isSymbolicLink()) await replace(entry, source, target);
  }
}

async function makeFolder(target: string): Promise<void> {
  // `lstat`: a link that an earlier layer left here is replaced, not entered.
  const earlier = await lstat(target).catch(() => undefined);
  if (earlier?.isDirectory()) return;
  if (earlier) await rm(target);
  await mkdir(target);
  // The sandbox's user isn't ours, whatever our umask.
  await chmod(target, 0o755);
}

async function replace(entry: Dirent, source: string, target: string): Promise<void> {
  const put = entry.isFile() ? linkOrCopy : copyLink;
  try {
    await put(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    await rm(target, { recursive: true, force: true });
    await put(source, target);
  }
}

async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if (!NO_LINK_CODES.includes((error as NodeJS.ErrnoException).code)) throw error;
    await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  }
}

const copyLink = async (source: string, target: string): Promise<void> => symlink(await readlink(source), target);

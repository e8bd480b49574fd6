import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { chmod, copyFile, mkdir, readdir, stat, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { FoundPython } from "./find-python.ts";
import { exists, makeFolderOnce } from "./make-folder-once.ts";
import { COMPILE_LIMIT_MS, outputOf } from "./run-interpreter.ts";

/** Not part of what a function needs: tests, editors, installers, build files, and what others installed. */
const LEFT_OUT = new Set(
  "test tests idlelib turtledemo tkinter ensurepip lib2to3 site-packages dist-packages sitecustomize.py usercustomize.py".split(
    " ",
  ),
);
/** Build files, whose folder is named by version and platform. */
const LEFT_OUT_PREFIX = "config-3.";
/** Raised when the layout of the copy changes. */
const LAYOUT = 1;

/**
 * A small CPython tree of our own (about 60 MB), to appear at /var/lang: readable by the sandbox's user, independent of the
 * home directory that the original lies in, with an empty site-packages. Made once for each state of the original.
 * @returns its path.
 * @throws when the disk doesn't let it, or it is aborted; then nothing of it is left.
 */
export async function copyPython(python: FoundPython, directory: string, signal?: AbortSignal): Promise<string> {
  const { size, mtimeMs } = await stat(python.binary);
  const stamp = createHash("sha256")
    .update(JSON.stringify([LAYOUT, python, size, mtimeMs]))
    .digest("hex")
    .slice(0, 12);
  const name = `python${python.series}`;
  const target = join(directory, `${name}-${stamp}`);
  const make = async (tree: string) => {
    const library = join(tree, "lib", name);
    await mkdir(join(tree, "bin"), { recursive: true });
    await copyTree(python.standardLibrary, library, signal);
    if (python.platformLibrary !== python.standardLibrary) await copyTree(python.platformLibrary, library, signal);
    await mkdir(join(library, "site-packages"), { recursive: true });
    await copy(python.binary, join(tree, "bin", name));
    await symlink(name, join(tree, "bin/python3"));
    await symlink(name, join(tree, "bin/python"));
    if (python.sharedLibraryName !== "") {
      const name = python.sharedLibraryName;
      await copy(join(python.sharedLibraryDirectory, name), join(tree, "lib", name));
    }
    await compileMissing(python, library, signal);
  };
  return await makeFolderOnce(target, make, signal);
}

async function copyTree(from: string, to: string, signal?: AbortSignal): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o755 });
  await chmod(to, 0o755);
  for (const name of await readdir(from)) {
    signal?.throwIfAborted();
    if (LEFT_OUT.has(name) || name.startsWith(LEFT_OUT_PREFIX)) continue;
    const source = join(from, name);
    // Follows links; one that leads nowhere is left out.
    const info = await stat(source).catch(() => undefined);
    if (info?.isDirectory()) await copyTree(source, join(to, name), signal);
    else if (info?.isFile() && !/\.opt-\d\.pyc$/.test(name)) await copy(source, join(to, name));
  }
}

async function copy(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  const { mode, atime, mtime } = await stat(from);
  await chmod(to, mode & 0o111 ? 0o755 : 0o644);
  // Compiled files name the time of their source.
  await utimes(to, atime, mtime);
}

/** Without compiled modules each start would compile what it imports: /var/lang is read-only inside. */
async function compileMissing(
  { binary, series }: FoundPython,
  library: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (await exists(join(library, `__pycache__/os.cpython-${series.replace(".", "")}.pyc`))) return;
  await outputOf(binary, ["-m", "compileall", "-q", "-j", "0", library], { limitMs: COMPILE_LIMIT_MS, signal });
}

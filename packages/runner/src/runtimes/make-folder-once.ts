import { chmod, mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * A folder for the sandboxes' users to read that is whole or not there: made beside its place, then put into it.
 * @param target with what it is made from in its name, after the last hyphen; one that is there already is left as it is.
 * @param make fills the folder that it is given.
 * @returns the target.
 * @throws what `make` throws, or why it was aborted; then nothing of it is left.
 */
export async function makeFolderOnce(
  target: string,
  make: (folder: string) => Promise<void>,
  signal?: AbortSignal,
): Promise<string> {
  if (await exists(target)) return target;
  const directory = dirname(target);
  await mkdir(directory, { recursive: true });
  const folder = await mkdtemp(join(directory, `${basename(target).replace(/-[^-]*$/, "")}-building-`));
  try {
    await make(folder);
    signal?.throwIfAborted();
    await chmod(folder, 0o755);
    await rename(folder, target);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    // Another server on the same data directory may have been faster.
    if (!(await exists(target))) throw error;
  }
  return target;
}

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

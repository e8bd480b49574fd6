import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { COMPILE_LIMIT_MS, outputOf } from "./run-interpreter.ts";

/**
 * A copy of the Python bootstrap with compiled modules: /var/runtime is read-only inside, so that each start would compile
 * it anew. Made once for each state of the bootstrap and interpreter.
 * @returns its path.
 * @throws when the disk doesn't let it, or it is aborted; then nothing of it is left.
 */
export async function compileBootstrap(
  bootstrap: string,
  binary: string,
  directory: string,
  signal?: AbortSignal,
): Promise<string> {
  const stamp = createHash("sha256").update(binary);
  for (const file of (await readdir(bootstrap, { recursive: true })).sort()) {
    if (file.endsWith(".py")) stamp.update(`${file}\n`).update(await readFile(join(bootstrap, file)));
  }
  const target = join(directory, `python-runtime-${stamp.digest("hex").slice(0, 12)}`);
  if (await exists(target)) return target;
  await mkdir(directory, { recursive: true });
  const copy = await mkdtemp(join(directory, "python-runtime-building-"));
  try {
    await cp(bootstrap, copy, { recursive: true, filter: (path) => !path.endsWith("__pycache__") });
    // By hash and unchecked: neither times nor contents are looked at when a module is loaded.
    const args = ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", join(copy, "lambent_runtime")];
    await outputOf(binary, args, { limitMs: COMPILE_LIMIT_MS, signal });
    await outputOf("chmod", ["-R", "u=rwX,go=rX", copy]);
    signal?.throwIfAborted();
    await rename(copy, target);
  } catch (error) {
    await rm(copy, { recursive: true, force: true });
    if (!(await exists(target))) throw error;
  }
  return target;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

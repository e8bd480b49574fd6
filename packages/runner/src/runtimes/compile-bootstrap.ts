import { createHash } from "node:crypto";
import { cp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolderOnce } from "./make-folder-once.ts";
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
  const make = async (folder: string) => {
    await cp(bootstrap, folder, { recursive: true, filter: (path) => !path.endsWith("__pycache__") });
    // By hash and unchecked: neither times nor contents are looked at when a module is loaded.
    const args = ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", join(folder, "lambent_runtime")];
    await outputOf(binary, args, { limitMs: COMPILE_LIMIT_MS, signal });
    await outputOf("chmod", ["-R", "u=rwX,go=rX", folder]);
  };
  return await makeFolderOnce(target, make, signal);
}

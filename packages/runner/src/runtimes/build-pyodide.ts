import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { FoundInterpreter } from "./find-node.ts";
import type { FoundPyodide } from "./find-pyodide.ts";
import { exists } from "./make-folder-once.ts";
import { outputOf } from "./run-interpreter.ts";

/** About 4 s in all on an idle machine. */
const STEP_LIMIT_MS = 120_000;
/** Of the package, what a Node.js needs to load it. */
const PYODIDE_FILES = ["package.json", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "pyodide-lock.json"];
const STANDARD_LIBRARY = "python_stdlib.zip";
const BUILDING = "pyodide-building-";
/** Whatever is still being built after that time was left by a server that was killed. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/**
 * The folder for /var/runtime in which a Node.js runs Python: our bootstrap, Pyodide (about 18 MB) and, where it can be
 * made, a snapshot of the started interpreter (about 21 MB), which brings a start from 0.5 s to 0.3 s. Made once for each
 * version of Node.js, which alone can load its snapshots, and each state of the bootstrap.
 * @returns its path.
 * @throws when the disk doesn't let it, or it is aborted; then nothing of it is left.
 */
export async function buildPyodide(
  pyodide: FoundPyodide,
  node: FoundInterpreter,
  bootstrapDirectory: string,
  directory: string,
  signal?: AbortSignal,
): Promise<string> {
  const sources = [join(bootstrapDirectory, "pyodide"), join(bootstrapDirectory, "python/lambent_runtime")] as const;
  const stamp = createHash("sha256").update(JSON.stringify([pyodide.version, node.version]));
  for (const source of sources) await addContents(stamp, source);
  const target = join(directory, `pyodide-${stamp.digest("hex").slice(0, 12)}`);
  const plainTarget = `${target}-plain`;
  if (await exists(target)) return target;
  await mkdir(directory, { recursive: true });
  await removeAbandoned(directory);
  const copy = await mkdtemp(join(directory, BUILDING));
  const withoutCompiled = { recursive: true, filter: (path: string) => !path.endsWith("__pycache__") };
  try {
    await cp(sources[0], copy, withoutCompiled);
    await cp(sources[1], join(copy, "lambent_runtime"), withoutCompiled);
    await mkdir(join(copy, "pyodide"));
    for (const file of [...PYODIDE_FILES, STANDARD_LIBRARY]) {
      await copyFile(join(pyodide.directory, file), join(copy, "pyodide", file), constants.COPYFILE_FICLONE);
    }
    const step = (name: string) => run(join(node.prefix, "bin/node"), [join(copy, "build.mjs"), name], signal);
    await step("compile");
    const hasSnapshot = await step("snapshot")
      .then(() => step("verify"))
      .then(
        () => true,
        // It starts without one as well, and the next start of the server tries again.
        () => rm(join(copy, "snapshot.bin"), { force: true }).then(() => false),
      );
    signal?.throwIfAborted();
    await outputOf("chmod", ["-R", "u=rwX,go=rX", copy]);
    if (hasSnapshot) {
      await rename(copy, target);
      return target;
    }
    await rm(plainTarget, { recursive: true, force: true });
    await rename(copy, plainTarget);
    return plainTarget;
  } catch (error) {
    await rm(copy, { recursive: true, force: true });
    // Another server on the same data directory may have been faster.
    if (await exists(target)) return target;
    throw error;
  }
}

/** Ends with this process at the latest. */
async function run(file: string, args: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = execFile(file, [...args], { env: {}, timeout: STEP_LIMIT_MS, signal }, (error) => {
      process.off("exit", end);
      if (error) reject(error);
      else resolve();
    });
    const end = () => child.kill("SIGKILL");
    process.once("exit", end);
  });
}

async function removeAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(BUILDING)) continue;
    const info = await stat(join(directory, name)).catch(() => undefined);
    if (info && Date.now() - info.mtimeMs > ABANDONED_AFTER_MS) {
      await rm(join(directory, name), { recursive: true, force: true });
    }
  }
}

async function addContents(stamp: ReturnType<typeof createHash>, folder: string): Promise<void> {
  for (const file of (await readdir(folder, { recursive: true })).sort()) {
    if (/\.(py|mjs)$/.test(file)) stamp.update(`${file}\n`).update(await readFile(join(folder, file)));
  }
}

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Architecture } from "@lambent/model";
import { buildPyodide } from "./build-pyodide.ts";
import { HOST_ARCHITECTURE } from "./find-node.ts";
import { findNodeForPyodide, findPyodide, PYODIDE_RUNTIME } from "./find-pyodide.ts";
import { once } from "./once.ts";
import type { InstalledRuntime, PreparationOptions } from "./runtime-catalogue.ts";
import { warmPageCache } from "./warm-page-cache.ts";

/**
 * What Node.js, Pyodide's code and an interpreter that has done nothing yet take, in MB (measured: 123 of anonymous memory,
 * 172 resident, 190 at most; the rest is for compiled code). A function of 128 MB, AWS's default, has its 128 MB on top.
 */
const INTERPRETER_MEMORY_MB = 192;

const NOTE =
  "Runs in Pyodide here, Python compiled to WebAssembly: no threads, child processes or network, no ssl, sqlite3 or lzma, " +
  "and no packages with native parts.";

/**
 * @param architecture of the functions that it is said for, where those of the host's own have a CPython.
 * @param isForced Pyodide was chosen although there may be a CPython.
 */
export function pyodideNote(architecture: Architecture | undefined, isForced: boolean): string {
  if (architecture !== undefined) {
    return `${NOTE} On ${architecture} machines with CPython 3.12, all of that works.`;
  }
  return isForced ? NOTE : `${NOTE} Where CPython 3.12 is installed, all of that works.`;
}

/** Python 3.12 in a sandboxed Node.js of the host's own, for functions that no CPython 3.12 is there for. */
export async function installedPyodide(options: PreparationOptions): Promise<InstalledRuntime | undefined> {
  const [pyodide, node] = await Promise.all([
    findPyodide(options.packageDirectory),
    findNodeForPyodide(options.packageDirectory),
  ]);
  if (!pyodide || !node) return undefined;
  const prepare = once(async () => {
    const directory = join(options.dataDirectory, "runtimes");
    const runtimeDirectory = await buildPyodide(pyodide, node, options.bootstrapDirectory, directory, options.signal);
    await warmPageCache(join(node.prefix, "bin/node"));
    for (const file of await readdir(runtimeDirectory, { recursive: true, withFileTypes: true })) {
      if (file.isFile()) await warmPageCache(join(file.parentPath, file.name));
    }
    return {
      id: PYODIDE_RUNTIME,
      architecture: HOST_ARCHITECTURE!,
      version: pyodide.pythonVersion,
      langDirectory: node.prefix,
      runtimeDirectory,
      interpreter: "pyodide" as const,
      interpreterMemoryMb: INTERPRETER_MEMORY_MB,
    };
  });
  return { version: pyodide.pythonVersion, architecture: HOST_ARCHITECTURE!, prepare };
}

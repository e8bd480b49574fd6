import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { RuntimeId } from "@lambent/model";
import { type FoundInterpreter, findNode, HOST_ARCHITECTURE } from "./find-node.ts";

/** The runtime whose Python Pyodide is. */
export const PYODIDE_RUNTIME: RuntimeId = "python3.12";
/** Node.js 20 can't load a snapshot that was made with another version, and takes twice as long without. */
const NODE_MAJORS = [24, 22];

export interface FoundPyodide {
  /** Of Pyodide, for instance `0.27.7`. */
  version: string;
  /** Of the Python in it, for instance `3.12.7`. */
  pythonVersion: string;
  directory: string;
}

/** The package that the runner depends on. */
export async function findPyodide(packageDirectory: string): Promise<FoundPyodide | undefined> {
  try {
    const require = createRequire(pathToFileURL(join(packageDirectory, "package.json")));
    const lockFile = require.resolve("pyodide/pyodide-lock.json");
    const { info } = JSON.parse(await readFile(lockFile, "utf8")) as { info: { version: string; python: string } };
    return { version: info.version, pythonVersion: info.python, directory: dirname(lockFile) };
  } catch {
    return undefined;
  }
}

/** The Node.js that Pyodide runs in: its code is the same on every architecture, so that this one decides. */
export async function findNodeForPyodide(packageDirectory: string): Promise<FoundInterpreter | undefined> {
  for (const major of NODE_MAJORS) {
    const found = await findNode(major, HOST_ARCHITECTURE!, packageDirectory);
    if (found) return found;
  }
  return undefined;
}

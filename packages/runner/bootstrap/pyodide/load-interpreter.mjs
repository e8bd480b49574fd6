// Loads Pyodide from the files beside it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const SNAPSHOT_FILE = "snapshot.bin";

/**
 * `from: "snapshot"` restores the memory of an interpreter that has imported everything already, where there is such a
 * snapshot; `"snapshotSource"` loads one that a snapshot can be made of; `"scratch"` takes neither.
 */
export async function loadInterpreter(directory, { from }) {
  const { loadPyodide } = await import(pathToFileURL(join(directory, "pyodide/pyodide.mjs")).href);
  const options = { indexURL: `${join(directory, "pyodide")}/` };
  if (from === "snapshotSource") return loadPyodide({ ...options, _makeSnapshot: true });
  const file = join(directory, SNAPSHOT_FILE);
  if (from === "scratch" || !existsSync(file)) return loadPyodide(options);
  const snapshot = readFileSync(file);
  const pyodide = await loadPyodide({ ...options, _loadSnapshot: snapshot });
  // It has been copied. Gives its 21 MB back at once: no garbage is collected before the first invocations.
  snapshot.buffer.transfer(0);
  return pyodide;
}

export { SNAPSHOT_FILE };

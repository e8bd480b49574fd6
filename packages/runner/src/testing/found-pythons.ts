import { RUNTIME_IDS, RUNTIMES, type RuntimeId } from "@lambent/model";
import { type FoundPython, findPython, type PythonSeries } from "../runtimes/find-python.ts";

/** The runtimes whose CPython this machine has, newest first. */
export async function foundPythons(): Promise<{ runtime: RuntimeId; python: FoundPython }[]> {
  const runtimes = RUNTIME_IDS.filter((id) => RUNTIMES[id].family === "python");
  const found = await Promise.all(
    runtimes.map(async (runtime) => ({ runtime, python: await findPython(runtime.slice(6) as PythonSeries) })),
  );
  return found.flatMap(({ runtime, python }) => (python ? [{ runtime, python }] : []));
}

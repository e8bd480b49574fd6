import { join } from "node:path";
import { RUNTIMES, type RuntimeId } from "@lambent/model";
import { compileBootstrap } from "./compile-bootstrap.ts";
import { copyPython } from "./copy-python.ts";
import { HOST_ARCHITECTURE } from "./find-node.ts";
import { findPython, type PythonSeries } from "./find-python.ts";
import { once } from "./once.ts";
import type { InstalledRuntime, PreparationOptions } from "./runtime-catalogue.ts";
import { warmPageCache } from "./warm-page-cache.ts";

/** The CPython of a runtime, when this machine has one. */
export async function installedPython(
  id: RuntimeId,
  { dataDirectory, bootstrapDirectory, signal }: PreparationOptions,
): Promise<InstalledRuntime | undefined> {
  const found = await findPython(seriesOf(id));
  if (!found) return undefined;
  const architecture = HOST_ARCHITECTURE!;
  const prepare = once(async () => {
    const directory = join(dataDirectory, "runtimes");
    const langDirectory = await copyPython(found, directory, signal);
    // Compiled by the original: the copy may only run with the paths of a sandbox.
    const runtimeDirectory = await compileBootstrap(
      join(bootstrapDirectory, "python"),
      found.binary,
      directory,
      signal,
    );
    await warmPageCache(join(langDirectory, `bin/python${found.series}`));
    if (found.sharedLibraryName !== "") await warmPageCache(join(langDirectory, "lib", found.sharedLibraryName));
    const { version } = found;
    return { id, architecture, version, langDirectory, runtimeDirectory, interpreter: "cpython" as const };
  });
  return { version: found.version, architecture, prepare };
}

/** Why a runtime of Python can't run here, and how to get it. */
export function missingPython(id: RuntimeId): { reason: string; remedy: string } {
  const series = seriesOf(id);
  return {
    reason: `No C${RUNTIMES[id].label} was found on PATH, in pyenv, in uv or in /usr.`,
    remedy: `Install it (for instance \`uv python install ${series}\` or \`apt install python${series}\`) and start the server again.`,
  };
}

/** `python3.12` → `3.12` */
const seriesOf = (id: RuntimeId) => id.slice("python".length) as PythonSeries;

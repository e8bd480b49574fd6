import { join } from "node:path";
import type { Architecture, RuntimeId } from "@lambent/model";
import { emulatorMemory } from "./emulated-runtimes.ts";
import { findNode, HOST_ARCHITECTURE } from "./find-node.ts";
import { once } from "./once.ts";
import { packBootstrap } from "./pack-bootstrap.ts";
import type { InstalledRuntime, PreparationOptions } from "./runtime-catalogue.ts";
import { warmPageCache } from "./warm-page-cache.ts";

/** The Node.js of a runtime, when it was installed; for the other architecture, when it was fetched. */
export async function installedNode(
  id: RuntimeId,
  architecture: Architecture,
  { packageDirectory, bootstrapDirectory, dataDirectory, signal }: PreparationOptions,
): Promise<InstalledRuntime | undefined> {
  const found = await findNode(majorOf(id), architecture, packageDirectory);
  if (!found) return undefined;
  const { version, prefix } = found;
  const prepare = once(async () => {
    const program = join(prefix, "bin/node");
    const compiler = architecture === HOST_ARCHITECTURE ? program : undefined;
    const runtimeDirectory = await packBootstrap(
      join(bootstrapDirectory, "nodejs"),
      version,
      compiler,
      join(dataDirectory, "runtimes"),
      signal,
    );
    await warmPageCache(program, signal);
    const own = { id, architecture, version, langDirectory: prefix, runtimeDirectory, interpreter: "node" as const };
    return { ...own, ...emulatorMemory(architecture) };
  });
  return { version, architecture, prepare };
}

/** `nodejs20.x` → 20 */
export const majorOf = (id: RuntimeId): number => Number(/\d+/.exec(id)![0]);

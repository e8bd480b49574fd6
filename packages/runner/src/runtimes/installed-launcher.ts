import { join } from "node:path";
import type { Architecture, RuntimeId } from "@lambent/model";
import { emulatorMemory } from "./emulated-runtimes.ts";
import { findNode } from "./find-node.ts";
import { once } from "./once.ts";
import { outputOf } from "./run-interpreter.ts";
import type { InstalledRuntime } from "./runtime-catalogue.ts";
import { warmPageCache } from "./warm-page-cache.ts";

/** Node.js versions with `process.execve`, by which the launcher becomes the function's program. */
export const LAUNCHER_MAJORS = [24, 22] as const;

/** What custom runtimes are started by. */
export async function installedLauncher(
  id: RuntimeId,
  architecture: Architecture,
  { packageDirectory, bootstrapDirectory }: { packageDirectory: string; bootstrapDirectory: string },
): Promise<InstalledRuntime | undefined> {
  for (const major of LAUNCHER_MAJORS) {
    const found = await findNode(major, architecture, packageDirectory);
    if (!found) continue;
    const version = await libraryVersion();
    const runtimeDirectory = join(bootstrapDirectory, "provided");
    const prepare = once(async () => {
      await warmPageCache(join(found.prefix, "bin/node"));
      return {
        id,
        architecture,
        version,
        langDirectory: found.prefix,
        runtimeDirectory,
        interpreter: "program" as const,
        ...emulatorMemory(architecture),
      };
    });
    return { version, architecture, prepare };
  }
  return undefined;
}

/** What programs that weren't linked statically are loaded with: this host's own library, for instance `glibc 2.36`. */
async function libraryVersion(): Promise<string> {
  return (await outputOf("getconf", ["GNU_LIBC_VERSION"]))?.trim() || "glibc";
}

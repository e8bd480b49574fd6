import { join } from "node:path";
import { createBwrapDriver } from "./bwrap-driver.ts";
import { createOciDriver } from "./oci/oci-driver.ts";
import type { SandboxDriver } from "./sandbox.port.ts";
import { SandboxUnavailable } from "./sandbox-unavailable.ts";

/** In this order, as the first one starts fastest. */
const TRIED_BY_ITSELF = ["bwrap", "runc"];

export interface SandboxChoice {
  /** Data directory for the driver alone. */
  directory: string;
  /** `bwrap`, an OCI runtime by name (`runc`, `crun`, `runsc`) or by path; when omitted, bwrap or else runc. */
  sandbox?: string;
}

/**
 * The first driver with which a tiny sandbox runs on this host.
 * @throws SandboxUnavailable with what stands in the way of each one that was tried.
 */
export async function chooseSandboxDriver({ directory, sandbox }: SandboxChoice): Promise<SandboxDriver> {
  if (sandbox !== undefined) return await create(sandbox, directory);
  const refusals = new Map<string, SandboxUnavailable>();
  for (const name of TRIED_BY_ITSELF) {
    try {
      return await create(name, directory);
    } catch (error) {
      if (!(error instanceof SandboxUnavailable)) throw error;
      refusals.set(name, error);
    }
  }
  throw together(refusals);
}

/** bwrap keeps the directory as it is known; another program has a folder in it, so that none takes the other's things. */
async function create(name: string, directory: string): Promise<SandboxDriver> {
  if (name === "bwrap") return await createBwrapDriver({ directory });
  return await createOciDriver({ directory: join(directory, "oci"), runtime: name });
}

/** One thing that stands in the way of all is told once. */
function together(refusals: ReadonlyMap<string, SandboxUnavailable>): SandboxUnavailable {
  const all = [...refusals.values()];
  if (all.every(({ message }) => message === all[0]!.message)) return all[0]!;
  const lines = [...refusals].map(([name, { message }]) => `\n  ${name}: ${message}`);
  return new SandboxUnavailable(`No sandbox can be made on this host.${lines.join("")}`, "\nOne of them is enough.");
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { createBwrapDriver } from "./bwrap-driver.ts";
import { createOciDriver } from "./oci/oci-driver.ts";
import type { ContractOptions } from "./sandbox.contract.ts";
import type { SandboxDriver } from "./sandbox.port.ts";
import { LAUNCH_ENVIRONMENT } from "./waiting-shell.ts";

export interface TestedDriver extends Pick<ContractOptions, "seesShortPeaks" | "readOnlyErrors"> {
  name: string;
  create(directory: string): Promise<SandboxDriver>;
}

/** `pnpm test` installs runc where it may; crun is taken along where it is. */
export const installedRuntimes = ["runc", "crun"].filter(isInstalled);

/** Drivers that isolate by the host's kernel, as far as this machine has them. */
export const testedDrivers: readonly TestedDriver[] = [
  { name: "bwrap", create: (directory) => createBwrapDriver({ directory }) },
  ...installedRuntimes.map(byRuntime),
];

/**
 * gVisor's, where it is (nothing installs it): what runs inside is no processes of the host, which most tests look at, and it
 * offers less.
 */
export const gvisorDrivers: readonly TestedDriver[] = ["runsc"].filter(isInstalled).map((runtime) => ({
  ...byRuntime(runtime),
  seesShortPeaks: hasControlGroups,
  // It asks first whether the user may write it, or whether anybody may.
  readOnlyErrors: ["EROFS", "EACCES", "EPERM"],
}));

/** Of what runs inside no process has a peak that the host could ask for; a control group has. */
function hasControlGroups({ isolation }: SandboxDriver): boolean {
  return isolation.some(({ what, by }) => what === "memory" && by.startsWith("cgroup"));
}

function byRuntime(runtime: string): TestedDriver {
  return { name: runtime, create: (directory) => createOciDriver({ directory, runtime }) };
}

function isInstalled(name: string): boolean {
  return LAUNCH_ENVIRONMENT.PATH.split(":").some((folder) => existsSync(join(folder, name)));
}

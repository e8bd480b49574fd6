import { resolve } from "node:path";
import { openProcessDriver } from "../process-driver.ts";
import type { SandboxDriver } from "../sandbox.port.ts";
import { GvisorLauncher } from "./gvisor/gvisor-launcher.ts";
import { OciLauncher } from "./oci-launcher.ts";
import { findOciRuntime } from "./oci-requirements.ts";
import { isGvisor } from "./oci-runtimes.ts";

export interface OciDriverOptions {
  /** Data directory of this driver alone; made when missing. */
  directory: string;
  /** Name of a program on the PATH (`runc`, `crun`, `runsc`), or its path. */
  runtime: string;
  /** False leaves the kernel out of it, as it must be before Linux 6.7: arm64 programs then aren't emulated. */
  emulatesChildProcesses?: boolean;
  /** First of the host users that sandboxes run as (root only). */
  uidBase?: number;
}

/**
 * Sandboxes by an OCI runtime, for root and for ordinary users. Runs a tiny sandbox first, and clears what a killed
 * predecessor with this directory left behind.
 * @throws SandboxUnavailable when this host or this runtime can't isolate.
 */
export async function createOciDriver(options: OciDriverOptions): Promise<SandboxDriver> {
  const runtimePath = findOciRuntime(options.runtime);
  const directory = resolve(options.directory);
  const Launcher = isGvisor(runtimePath) ? GvisorLauncher : OciLauncher;
  return await openProcessDriver({ ...options, directory }, new Launcher(options.runtime, runtimePath, directory));
}

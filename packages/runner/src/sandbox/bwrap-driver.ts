import { resolve } from "node:path";
import { BwrapLauncher } from "./bwrap-launcher.ts";
import { findBwrap } from "./bwrap-requirements.ts";
import { openProcessDriver } from "./process-driver.ts";
import type { SandboxDriver } from "./sandbox.port.ts";

export interface BwrapDriverOptions {
  /** Data directory of this driver alone; made when missing. Sandboxes can see its path, never its contents. */
  directory: string;
  /** bubblewrap 0.8 or newer; looked for on the PATH when omitted. */
  bwrapPath?: string;
  /** First of the host users that sandboxes run as (root only). */
  uidBase?: number;
  /** What `pnpm arm64` fetched, for arm64 programs on x86_64; the checkout's own when omitted. */
  emulationDirectory?: string;
  /** False leaves the kernel out of it, as it must be before Linux 6.7: emulated programs then can't start further ones. */
  emulatesChildProcesses?: boolean;
  /** What brings /tmp of an environment that is reset to its next sandbox; looked for on the PATH when omitted. */
  perlPath?: string;
}

/**
 * Sandboxes by bubblewrap, for root (a host user and control groups per sandbox) and for ordinary users. Runs a tiny
 * sandbox first, and clears what a killed predecessor with this directory left behind.
 * @throws SandboxUnavailable when this host can't isolate.
 */
export async function createBwrapDriver(options: BwrapDriverOptions): Promise<SandboxDriver> {
  const bwrapPath = await findBwrap(options.bwrapPath);
  const directory = resolve(options.directory);
  return await openProcessDriver({ ...options, directory }, new BwrapLauncher(bwrapPath, directory));
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { createBwrapDriver } from "./bwrap-driver.ts";
import { createOciDriver } from "./oci/oci-driver.ts";
import type { SandboxDriver } from "./sandbox.port.ts";
import { LAUNCH_ENVIRONMENT } from "./waiting-shell.ts";

/** `pnpm test` installs runc where it may; crun is taken along where it is. */
export const installedRuntimes = ["runc", "crun"].filter((name) =>
  LAUNCH_ENVIRONMENT.PATH.split(":").some((folder) => existsSync(join(folder, name))),
);

/** Drivers that isolate, as far as this machine has them. */
export const testedDrivers: readonly { name: string; create(directory: string): Promise<SandboxDriver> }[] = [
  { name: "bwrap", create: (directory) => createBwrapDriver({ directory }) },
  ...installedRuntimes.map((runtime) => ({
    name: runtime,
    create: (directory: string) => createOciDriver({ directory, runtime }),
  })),
];

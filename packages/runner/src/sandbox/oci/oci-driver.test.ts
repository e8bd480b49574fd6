import { describeSandboxContract } from "../sandbox.contract.ts";
import { installedRuntimes } from "../tested-drivers.ts";
import { createOciDriver } from "./oci-driver.ts";

for (const runtime of installedRuntimes) {
  describeSandboxContract(`the OCI driver with ${runtime}`, (directory) => createOciDriver({ directory, runtime }));
}

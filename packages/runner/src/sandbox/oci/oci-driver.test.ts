import { describe } from "vitest";
import { describeSandboxContract } from "../sandbox.contract.ts";
import { installedRuntimes } from "../tested-drivers.ts";
import { createOciDriver } from "./oci-driver.ts";

for (const runtime of installedRuntimes) {
  describeSandboxContract(`the OCI driver with ${runtime}`, (directory) => createOciDriver({ directory, runtime }));
}
describe.skipIf(installedRuntimes.length > 0)("no OCI runtime is installed here", () => {});

import { describeSandboxContract } from "../sandbox.contract.ts";
import { gvisorDrivers, testedDrivers } from "../tested-drivers.ts";

for (const { name, create, ...options } of [...testedDrivers, ...gvisorDrivers].filter(
  ({ name }) => name !== "bwrap",
)) {
  describeSandboxContract(`the OCI driver with ${name}`, create, options);
}

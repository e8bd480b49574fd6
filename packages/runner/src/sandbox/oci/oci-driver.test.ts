import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { describeSandboxContract } from "../sandbox.contract.ts";
import { nodeStart } from "../sandbox.fixtures.ts";
import { installedRuntimes } from "../tested-drivers.ts";
import { createOciDriver } from "./oci-driver.ts";

for (const runtime of installedRuntimes) {
  describeSandboxContract(`the OCI driver with ${runtime}`, (directory) => createOciDriver({ directory, runtime }));
}

test.runIf(installedRuntimes.length > 0)("what only bubblewrap can do is refused, not left out", async () => {
  const parent = await mkdtemp(join(tmpdir(), "sandbox-oci-"));
  const driver = await createOciDriver({ directory: join(parent, "driver"), runtime: installedRuntimes[0]! });
  onTestFinished(async () => {
    await driver.close();
    await rm(parent, { recursive: true, force: true });
  });
  const start = nodeStart(parent, "");
  const other = start.architecture === "arm64" ? "x86_64" : "arm64";
  await expect(driver.start({ ...start, architecture: other })).rejects.toThrow(/alone\. Choose bwrap/);
});

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeStart, runToEnd } from "../../sandbox.fixtures.ts";
import type { SandboxDriver, SandboxLimits } from "../../sandbox.port.ts";
import { gvisorDrivers } from "../../tested-drivers.ts";

/** What the contract says of every driver is in oci-driver.test.ts. */
describe.each(gvisorDrivers)("sandboxes of $name", ({ create }) => {
  let parent: string;
  let code: string;
  let driver: SandboxDriver;

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), "sandbox-gvisor-"));
    code = join(parent, "code");
    await mkdir(code);
    driver = await create(join(parent, "driver"));
  });
  afterAll(async () => {
    await driver?.close();
    await rm(parent, { recursive: true, force: true });
  });

  const run = (script: string, limits: Partial<SandboxLimits> = {}) =>
    runToEnd(driver, nodeStart(code, script, limits));

  test("say what they don't offer, and by what it can be had", async () => {
    expect(driver).toMatchObject({ name: "oci", runtime: "runsc", offersListeners: false });
    await expect(driver.start({ ...nodeStart(code, ""), network: "internet" })).rejects.toThrow(
      "Sandboxes of runsc have a network of their own kernel",
    );
    expect(driver.internetAccess).toMatchObject({ available: false, remedy: expect.stringContaining("bwrap") });
    if (driver.emulation)
      expect(driver.emulation).toMatchObject({ works: false, remedy: expect.stringContaining("bwrap") });
  });

  test("have another kernel, one user without capabilities, and no network but their own", async () => {
    const { stdout } = await run(`
      const status = fs.readFileSync("/proc/self/status", "utf8");
      console.log(process.getuid(), /CapEff:\\t0+\\n/.test(status), os.release(), Object.keys(os.networkInterfaces()).join());
    `);
    const [uid, hasNone, release, interfaces] = stdout.trim().split(" ");
    expect([uid, hasNone, interfaces]).toEqual(["0", "true", "lo"]);
    expect(release).not.toBe((await import("node:os")).release());
  });

  test("have a /tmp of the given size, which isn't held against the function's memory", async () => {
    const { stdout, exit } = await run(
      `const fd = fs.openSync("/tmp/x", "w");
      let megabytes = 0;
      try { for (;;) { fs.writeSync(fd, Buffer.alloc(1048576, 1)); megabytes++; } } catch ({ code }) { console.log(code, megabytes); }
      setTimeout(() => process.exit(0), 200);`,
      { ephemeralStorageMb: 300 },
    );
    expect(stdout).toBe("ENOSPC 300\n");
    expect(exit).toEqual({ exitCode: 0, signal: null, oomKilled: false });
  });

  test("have no more descriptors than they were given", async () => {
    const { stdout } = await run(
      `try { for (;;) fs.openSync("/dev/null", "r"); } catch ({ code }) { console.log(code); }`,
      { openFiles: 64 },
    );
    expect(stdout).toBe("EMFILE\n");
  });
});

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { createBwrapDriver } from "../bwrap-driver.ts";
import { createOciDriver } from "../oci/oci-driver.ts";
import { describeSandboxContract } from "../sandbox.contract.ts";
import { EMULATION_KIT, nodeStart, runToEnd } from "../sandbox.fixtures.ts";
import type { SandboxDriver } from "../sandbox.port.ts";
import { installedRuntimes, testedDrivers } from "../tested-drivers.ts";

// Emulated code takes ten times the processor time; several times that beside other work.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Only the kernel says whether it can: Linux 6.7 and newer, unless the host forbids user namespaces. */
const TELLS_CHILDREN = `
  const say = (what, run) => { try { result[what] = String(run()).trim(); } catch (error) { result[what] = error.code; } };
  const result = { arch: process.arch, machine: os.machine(), execPath: process.execPath };
  say("node", () => child_process.execFileSync(process.execPath, ["-p", "process.arch"]));
  say("shell", () => child_process.execSync("uname -m | cat; echo $0"));
  say("named", () => child_process.execFileSync("node", ["-p", "process.argv0"], { env: { PATH: "/var/lang/bin" } }));
  fs.writeSync(4, JSON.stringify(result));`;

describe.skipIf(!EMULATION_KIT)("emulated arm64 programs (fetched by `pnpm arm64`)", () => {
  describeSandboxContract("the bwrap driver with emulated programs", (directory) => createBwrapDriver({ directory }), {
    architecture: "arm64",
  });
  describe.each(testedDrivers)("what code notices in a sandbox of $name", ({ name, create }) => {
    let parent: string;
    let code: string;
    let driver: SandboxDriver;
    beforeAll(async () => {
      parent = await mkdtemp(join(tmpdir(), "sandbox-emulated-"));
      code = join(parent, "code");
      await mkdir(code);
      driver = await create(join(parent, "driver"));
    });
    afterAll(async () => {
      await driver?.close();
      await rm(parent, { recursive: true, force: true });
    });
    const run = (script: string, on = driver) => runToEnd(on, nodeStart(code, script, {}, "arm64"));

    test("it is on arm64, and so are the programs that it starts", async () => {
      const { logs, stderr } = await run(TELLS_CHILDREN);
      expect(stderr).toBe("");
      const { emulation } = driver;
      expect(emulation).toMatchObject({ architecture: "arm64", works: true });
      const canStart = emulation?.works && emulation.childProcesses;
      expect(JSON.parse(logs)).toEqual({
        arch: "arm64",
        machine: "aarch64",
        execPath: "/var/lang/bin/node",
        ...(canStart
          ? { node: "arm64", shell: "aarch64\n/bin/sh", named: "node" }
          : { node: "ENOEXEC", shell: "ENOEXEC", named: "ENOEXEC" }),
      });
    });

    test.runIf(name === "bwrap")(
      "without the kernel's help it runs, can't start programs, and the driver says so",
      async () => {
        const directory = join(parent, "without");
        const withoutKernel = await createBwrapDriver({ directory, emulatesChildProcesses: false });
        onTestFinished(() => withoutKernel.close());
        const { logs } = await run(TELLS_CHILDREN, withoutKernel);
        expect(JSON.parse(logs)).toMatchObject({ arch: "arm64", execPath: "/var/lang/bin/node", node: "ENOEXEC" });
        expect(withoutKernel.emulation).toEqual({ architecture: "arm64", works: true, childProcesses: false });
      },
    );

    test("Internet access is brought to emulated programs as well, where this host has it", async ({ skip }) => {
      await vi.waitUntil(
        () => driver.internetAccess.available || !/tried out/.test(driver.internetAccess.reason),
        30_000,
      );
      if (!driver.internetAccess.available) skip(driver.internetAccess.reason);
      const tell = `setInterval(() => { if (os.networkInterfaces().tap0) { fs.writeSync(4, "up"); process.exit(0); } }, 50);`;
      const { logs } = await runToEnd(driver, { ...nodeStart(code, tell, {}, "arm64"), network: "internet" });
      expect(logs).toBe("up");
    });

    test("native libraries of arm64 are loaded, those of the host aren't there", async () => {
      const { logs } = await run(`
        const load = (file) => { try { process.dlopen({ exports: {} }, file); } catch (error) { return error.message; } };
        fs.writeSync(4, load("/usr/lib/libz.so.1") + "\\n" + fs.existsSync("/lib64/ld-linux-x86-64.so.2"));`);
      // Loaded and run through the loader's checks: what it lacks is being an add-on.
      expect(logs).toBe("Module did not self-register: '/usr/lib/libz.so.1'.\nfalse");
    });
  });

  test.each(installedRuntimes)(
    "without the kernel's help none runs in a sandbox of %s, and the driver says so",
    async (runtime) => {
      const parent = await mkdtemp(join(tmpdir(), "sandbox-no-kernel-"));
      const driver = await createOciDriver({
        directory: join(parent, "driver"),
        runtime,
        emulatesChildProcesses: false,
      });
      expect(driver.emulation).toMatchObject({
        works: false,
        reason: expect.stringMatching(`sandboxes of ${runtime} the kernel has to start the emulator, .* 6\\.7`),
        remedy: "Use such a kernel, or let bwrap make the sandboxes.",
      });
      await expect(driver.start(nodeStart(parent, "", {}, "arm64"))).rejects.toThrow("arm64 can't run on this host");
      await driver.close();
      await rm(parent, { recursive: true, force: true });
    },
  );

  test("a driver without the kit says what is missing and how to get it, and starts none", async () => {
    const parent = await mkdtemp(join(tmpdir(), "sandbox-no-kit-"));
    const driver = await createBwrapDriver({ directory: join(parent, "driver"), emulationDirectory: parent });
    expect(driver.emulation).toEqual({
      architecture: "arm64",
      works: false,
      reason: "arm64 functions are emulated on this x86_64 host, and the emulator hasn't been fetched.",
      remedy: "Run `npx -y pnpm@12 arm64` once, then start again.",
    });
    await expect(driver.start(nodeStart(parent, "", {}, "arm64"))).rejects.toThrow("arm64 can't run on this host");
    await driver.close();
    await rm(parent, { recursive: true, force: true });
  });
});

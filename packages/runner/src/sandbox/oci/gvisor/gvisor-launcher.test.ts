import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cpuTimeMs, listTree } from "../../process-tree.ts";
import { nodeStart, runToEnd } from "../../sandbox.fixtures.ts";
import type { SandboxDriver } from "../../sandbox.port.ts";
import { gvisorDrivers } from "../../tested-drivers.ts";

if (gvisorDrivers.length === 0) test.skip("sandboxes of runsc: it isn't installed here", () => {});

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

  const run = (script: string, limits: Parameters<typeof nodeStart>[2] = {}) =>
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

  test.each(["/dev", "/dev/shm"])("have a %s whose files are memory of the function", async (folder) => {
    const { exit } = await run(
      `const fd = fs.openSync("${folder}/x", "w"); for (;;) fs.writeSync(fd, Buffer.alloc(1048576, 1));`,
      { memoryMb: 128 },
    );
    expect(exit).toEqual({ exitCode: null, signal: "SIGKILL", oomKilled: true });
  });

  test("are filtered processes of one user on the host, whatever a process inside has set for itself", async () => {
    const before = devices();
    const script = `
      os.setPriority(-5); fs.writeFileSync("/proc/self/oom_score_adj", "-1000"); fs.chmodSync("/dev/null", 0o600);
      fs.writeSync(4, [os.getPriority(), fs.readFileSync("/proc/self/oom_score_adj", "latin1").trim()].join());
      setInterval(() => {}, 1000);`;
    const sandboxes = await Promise.all([1, 2].map(() => driver.start(nodeStart(code, script))));
    for (const sandbox of sandboxes) expect(String((await once(sandbox.logs, "data"))[0])).toBe("-5,-1000");
    const found = sandboxes.map((sandbox) => hostProcesses(sandbox.id).map(describeProcess));
    // gVisor's kernel, the process that opens files for it, and a process inside at least; around them `unshare` and `runsc run`.
    for (const processes of found)
      expect(processes.filter(({ filtered }) => filtered).length).toBeGreaterThanOrEqual(3);
    for (const { nice, policy, oomScore } of found.flat()) {
      expect({ nice, policy, isFirstToGo: oomScore >= 500 }).toEqual({
        nice: 0,
        policy: SCHED_BATCH,
        isFirstToGo: true,
      });
    }
    const users = found.map((processes) => [...new Set(processes.map(({ user }) => user))]);
    expect(users.map((ids) => ids.length)).toEqual([1, 1]);
    if (process.geteuid?.() === 0) {
      expect(users[0]).not.toEqual(users[1]);
      expect(Math.min(...users.flat())).toBeGreaterThan(1_000);
    }
    expect(devices()).toEqual(before);
    for (const sandbox of sandboxes) sandbox.kill();
    await Promise.all(sandboxes.map((sandbox) => sandbox.exited));
    expect(sandboxes.flatMap((sandbox) => hostProcesses(sandbox.id))).toEqual([]);
  });

  test("keep to their share of a core, as the host counts it, or it is said that they don't", async ({ skip }) => {
    const cpu = driver.isolation.find(({ what }) => what === "cpu")!;
    if (!cpu.enforced) {
      expect(cpu.by).toMatch(/can't be stopped one by one; no quota, because/);
      skip(cpu.by);
    }
    const sandbox = await driver.start(
      nodeStart(
        code,
        `fs.writeSync(4, "up"); new net.Socket({ fd: 3 }).once("data", () => {
          const startedMs = Date.now();
          while (Date.now() - startedMs < 2000);
          fs.writeSync(4, "done");
        });`,
      ),
    );
    await once(sandbox.logs, "data");
    await sandbox.applyCpuShare();
    const ids = hostProcesses(sandbox.id);
    const [startedMs, before] = [performance.now(), cpuTimeMs(ids)];
    sandbox.control.write("go");
    await once(sandbox.logs, "data");
    // 256 / 1769 = 0.145; as in resource-limits.test.ts. Inside, gVisor tells a larger figure.
    expect((cpuTimeMs(ids) - before) / (performance.now() - startedMs)).toBeLessThan(0.3);
    sandbox.kill();
    await sandbox.exited;
  });

  test("that need more threads of the host than they may have end, and it is told why", async ({ skip }) => {
    const sandbox = await driver.start(
      nodeStart(
        code,
        `fs.writeSync(4, "up"); new net.Socket({ fd: 3 }).once("data", () => {
          for (let n = 0; n < 50; n++) child_process.spawn("/bin/sleep", ["100"], { stdio: "ignore" }).on("error", () => {});
        });`,
      ),
    );
    await once(sandbox.logs, "data");
    const limit = processLimitFile(sandbox.id);
    if (limit) {
      await writeFile(limit, "40");
      sandbox.control.write("go");
    } else sandbox.kill();
    const exit = await sandbox.exited;
    if (!limit) skip("There is no control group whose limit could be reached.");
    expect(exit).toMatchObject({ oomKilled: false, hostFault: expect.stringContaining("more threads of this host") });
  });
});

const SCHED_BATCH = 3;

const devices = () => ["/dev/null", "/dev/zero"].map((path) => statSync(path).mode);

/** All that a sandbox is on the host. */
function hostProcesses(sandboxId: string): number[] {
  const isOf = (id: number) => readProcess(id, "cmdline").includes(sandboxId);
  const first = listTree(process.pid).find((id) => id !== process.pid && isOf(id));
  return first === undefined ? [] : listTree(first);
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the 19th and 41st field; the 2nd may hold blanks. */
function describeProcess(id: number) {
  const status = readProcess(id, "status");
  const fields = readProcess(id, "stat").split(") ").at(-1)!.split(" ");
  return {
    user: Number(/^Uid:\t(\d+)/m.exec(status)?.[1]),
    filtered: /^NoNewPrivs:\t1$/m.test(status) && /^Seccomp:\t2$/m.test(status),
    nice: Number(fields[16]),
    policy: Number(fields[38]),
    oomScore: Number(readProcess(id, "oom_score_adj")),
  };
}

/** Where the control group of a sandbox says how many processes there may be; undefined without groups. */
function processLimitFile(sandboxId: string): string | undefined {
  const [id] = hostProcesses(sandboxId);
  const groups = readProcess(id!, "cgroup").split("\n");
  const path = groups.map((line) => /^\d+:(?:pids)?:(.*)$/.exec(line)?.[1]).find((group) => group?.endsWith(sandboxId));
  return ["/sys/fs/cgroup/pids", "/sys/fs/cgroup"]
    .map((mountPoint) => `${mountPoint}${path}/pids.max`)
    .find((file) => path !== undefined && existsSync(file));
}

function readProcess(id: number, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, "latin1");
  } catch {
    return "";
  }
}

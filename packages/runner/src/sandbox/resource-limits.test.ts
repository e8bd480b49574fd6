import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeStart, runToEnd } from "./sandbox.fixtures.ts";
import type { SandboxDriver } from "./sandbox.port.ts";
import { gvisorDrivers, testedDrivers } from "./tested-drivers.ts";

const isRoot = process.geteuid?.() === 0;
/** Writes megabytes into a file until it fails; says with what and how many. */
const FILL = `const fill = (path, most = 1e9) => {
  const block = Buffer.alloc(1048576, 1);
  const fd = fs.openSync(path, "w");
  let megabytes = 0;
  try { while (megabytes < most) { fs.writeSync(fd, block); megabytes++; } } catch (error) { return error.code + " " + megabytes; }
  return "written " + megabytes;
};`;

const DRIVERS = [
  ...testedDrivers.map((driver) => ({ ...driver, isGvisor: false })),
  ...gvisorDrivers.map((driver) => ({ ...driver, isGvisor: true })),
];

describe.each(DRIVERS)("limits of a sandbox of $name", ({ create, isGvisor }) => {
  /** Where a kernel inside tells of itself, and not of the host: gvisor-launcher.test.ts looks from outside. */
  const testOfHost = test.skipIf(isGvisor);
  let parent: string;
  let code: string;
  let driver: SandboxDriver;

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), "sandbox-limits-"));
    code = join(parent, "code");
    await mkdir(code);
    driver = await create(join(parent, "driver"));
  });
  afterAll(async () => {
    await driver?.close();
    await rm(parent, { recursive: true, force: true });
  });

  const run = (script: string, limits?: Parameters<typeof nodeStart>[2]) =>
    runToEnd(driver, nodeStart(code, script, limits));

  test("/tmp holds its size and no more, while the host's /tmp doesn't change", async () => {
    const before = (await statfs(tmpdir())).bfree;
    const { logs } = await run(`${FILL} fs.writeSync(4, fill("/tmp/x"))`, { ephemeralStorageMb: 128 });
    expect(logs).toBe("ENOSPC 128");
    const { bfree, bsize } = await statfs(tmpdir());
    expect((before - bfree) * bsize).toBeLessThan(64e6);
  });

  test("a function of 128 MB may fill a /tmp larger than its memory", async () => {
    const { logs, exit } = await run(`${FILL} fs.writeSync(4, fill("/tmp/x", 300))`, { memoryMb: 128 });
    expect(logs).toBe("written 300");
    expect(exit).toEqual({ exitCode: 0, signal: null, oomKilled: false });
  });

  testOfHost("what runs inside doesn't interrupt the server that has woken it", async () => {
    // SCHED_BATCH, the 41st field of /proc/PID/stat; the 2nd may hold blanks. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    const { logs } = await run(
      `const [, rest] = fs.readFileSync("/proc/self/stat", "latin1").split(") "); fs.writeSync(4, rest.split(" ")[38]);`,
    );
    expect(logs).toBe("3");
  });

  test("files in /tmp don't make room for memory: 128 MB still are the end", async () => {
    const { logs, exit } = await run(
      `${FILL} fs.writeSync(4, fill("/tmp/x", 200)); const blocks = []; for (;;) blocks.push(Buffer.alloc(1e6, 1));`,
      { memoryMb: 128 },
    );
    expect(logs).toBe("written 200");
    expect(exit).toEqual({ exitCode: null, signal: "SIGKILL", oomKilled: true });
  });

  test("memory of child processes counts", async () => {
    const { exit } = await run(
      `const grow = "const blocks = []; setInterval(() => blocks.push(Buffer.alloc(4e6, 1)), 5)";
      for (let n = 0; n < 4; n++) child_process.spawn(process.execPath, ["-e", grow], { stdio: "ignore" });
      setInterval(() => {}, 1000);`,
      { memoryMb: 256 },
    );
    expect(exit.oomKilled).toBe(true);
  });

  testOfHost("shared memory counts as memory and is limited on its own", async () => {
    const { logs } = await run(`${FILL} fs.writeSync(4, fill("/dev/shm/x"))`, { memoryMb: 256 });
    expect(logs).toBe("ENOSPC 64");
    const { exit } = await run(
      `${FILL} fill("/dev/shm/x"); const blocks = []; for (;;) blocks.push(Buffer.alloc(1e6, 1));`,
      { memoryMb: 128 },
    );
    expect(exit.oomKilled).toBe(true);
  });

  test("empty files without number end, by their number or by the memory that they take", async () => {
    const { exit } = await run(`for (let n = 0; ; n++) fs.closeSync(fs.openSync("/tmp/" + n, "w"));`, {
      memoryMb: 64,
      ephemeralStorageMb: 1,
    });
    expect(exit.oomKilled || exit.exitCode !== 0).toBe(true);
  });

  test("open files end with EMFILE", async () => {
    const { logs } = await run(`
      let opened = 0;
      try { for (; opened < 10_000; opened++) fs.openSync("/dev/null", "r"); } catch (error) { fs.writeSync(4, error.code); }
      fs.writeSync(4, " " + (opened > 900 && opened < 1024));
    `);
    expect(logs).toBe("EMFILE true");
  });

  test("processes end with EAGAIN", async () => {
    const { logs } = await run(
      `let started = 0;
      const one = () => child_process.spawn("/bin/sleep", ["100"], { stdio: "ignore" })
        .once("spawn", () => { started++; one(); })
        .once("error", (error) => { fs.writeSync(4, error.code + " " + (started > 16 && started < 64)); process.exit(0); });
      one();`,
      { processes: 64 },
    );
    expect(logs).toBe("EAGAIN true");
  });

  test("a fork bomb is contained, and goes with its sandbox", async () => {
    const sandbox = await driver.start(
      nodeStart(
        code,
        `child_process.spawn("/bin/sh", ["-c", "bomb() { bomb | bomb & }; while :; do bomb; done"]);
        setInterval(() => fs.writeSync(4, "."), 20);`,
        { processes: 128 },
      ),
    );
    sandbox.stderr.resume();
    await new Promise((resolve) => sandbox.logs.once("data", resolve));
    // Another one beside it works as ever.
    const { exit } = await run("process.exit(3)");
    expect(exit.exitCode).toBe(3);
    sandbox.kill();
    expect((await sandbox.exited).signal).toBe("SIGKILL");
  });

  testOfHost("after applyCpuShare a busy loop gets its share of a core", async () => {
    const sandbox = await driver.start(
      nodeStart(
        code,
        `
        fs.writeSync(4, "up");
        new net.Socket({ fd: 3 }).once("data", () => {
          const [startedMs, before] = [Date.now(), process.cpuUsage()];
          while (Date.now() - startedMs < 1500);
          const { user, system } = process.cpuUsage(before);
          fs.writeSync(4, String((user + system) / 1000 / (Date.now() - startedMs)));
        });`,
        { memoryMb: 256 },
      ),
    );
    const next = () => new Promise<string>((resolve) => sandbox.logs.once("data", (chunk) => resolve(String(chunk))));
    await next();
    await sandbox.applyCpuShare();
    const share = next();
    sandbox.control.write("go");
    // 256 / 1769 = 0.145; the scheduler lets a period more pass at either end.
    expect(Number(await share)).toBeLessThan(0.3);
    sandbox.kill();
    await sandbox.exited;
  });

  test.runIf(isRoot && !isGvisor)("two sandboxes are two host users, neither of them root", async () => {
    const mark = `host-user-${process.pid}-${Math.random()}`;
    const sandboxes = await Promise.all(
      [1, 2].map(() => driver.start(nodeStart(code, `fs.writeSync(4, "up"); setInterval(() => {}, 1000); //${mark}`))),
    );
    await Promise.all(sandboxes.map((sandbox) => new Promise((resolve) => sandbox.logs.once("data", resolve))));
    const users = new Set(hostUsersOf(mark));
    expect(users.size).toBe(2);
    expect(Math.min(...users)).toBeGreaterThan(1_000);
    for (const sandbox of sandboxes) sandbox.kill();
    await Promise.all(sandboxes.map((sandbox) => sandbox.exited));
  });
});

/** Uids, as the host has them, of the processes with the mark in their command line; bwrap's own and node. */
function hostUsersOf(mark: string): number[] {
  return readdirSync("/proc").flatMap((name) => {
    try {
      if (!/^\d+$/.test(name) || !readFileSync(`/proc/${name}/cmdline`, "utf8").includes(mark)) return [];
      return [Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, "latin1"))?.[1])];
    } catch {
      return [];
    }
  });
}

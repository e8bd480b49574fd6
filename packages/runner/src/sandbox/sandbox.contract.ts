import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Architecture } from "@lambent/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeStart, readAll, runToEnd } from "./sandbox.fixtures.ts";
import type { Sandbox, SandboxDriver, TemporaryFiles } from "./sandbox.port.ts";

const MIB = 1_048_576;

export interface ContractOptions {
  /** The host's own when omitted. */
  architecture?: Architecture;
  /** Whether memory counts in the peak that was let go before anybody looked; for all drivers, when omitted. */
  seesShortPeaks?(driver: SandboxDriver): boolean;
  /** What a function's own code is refused to be changed with; EROFS alone, when omitted. */
  readOnlyErrors?: readonly string[];
}

/** What every driver keeps, isolating or not. */
export function describeSandboxContract(
  name: string,
  createDriver: (directory: string) => Promise<SandboxDriver>,
  { architecture, seesShortPeaks, readOnlyErrors = ["EROFS"] }: ContractOptions = {},
) {
  describe(`${name} keeps the sandbox contract`, () => {
    let parent: string;
    /** Below a folder that only the server's user may enter, as in a checkout below /root. */
    let directory: string;
    let driver: SandboxDriver;

    beforeAll(async () => {
      parent = await mkdtemp(join(tmpdir(), "sandbox-contract-"));
      directory = join(parent, "code");
      await mkdir(directory);
      driver = await createDriver(join(parent, "driver"));
    });
    afterAll(async () => {
      await driver?.close();
      await rm(parent, { recursive: true, force: true });
    });

    const startOf = (script: string) => nodeStart(directory, script, {}, architecture);
    const start = (script: string) => driver.start(startOf(script));
    const run = (script: string) => runToEnd(driver, startOf(script));

    test("bytes pass both ways over the control channel", async () => {
      const sandbox = await start(`
        const control = new net.Socket({ fd: 3 });
        control.on("data", (chunk) => control.write(String(chunk).toUpperCase()));
      `);
      const answer = new Promise((resolve) => sandbox.control.once("data", (chunk) => resolve(String(chunk))));
      sandbox.control.write("hello");
      expect(await answer).toBe("HELLO");
      sandbox.kill();
      await sandbox.exited;
    });

    test("descriptor 4, standard output and standard error arrive apart", async () => {
      const { logs, stdout, stderr } = await run(`fs.writeSync(4, "log"); console.log("out"); console.error("err");`);
      expect({ logs, stdout, stderr }).toEqual({ logs: "log", stdout: "out\n", stderr: "err\n" });
    });

    test("five megabytes written before exit arrive whole", async () => {
      const { stdout, exit } = await run(`process.stdout.write("x".repeat(5_000_000));`);
      expect(stdout.length).toBe(5_000_000);
      expect(exit.exitCode).toBe(0);
    });

    test("the exit code is told", async () => {
      const { exit } = await run("process.exit(42)");
      expect(exit).toEqual({ exitCode: 42, signal: null, oomKilled: false });
    });

    test("a signal that the process raised itself is told", async () => {
      const { exit } = await run("process.abort()");
      expect(exit).toEqual({ exitCode: null, signal: "SIGABRT", oomKilled: false });
    });

    test("a killed sandbox ends with SIGKILL, and killing it again changes nothing", async () => {
      const sandbox = await start("setInterval(() => {}, 1000)");
      sandbox.kill();
      sandbox.kill();
      expect(await sandbox.exited).toEqual({ exitCode: null, signal: "SIGKILL", oomKilled: false });
      sandbox.kill();
      await sandbox.freeze();
      await sandbox.thaw();
      await sandbox.applyCpuShare();
    });

    test("a process that ignores every signal it can is killed nevertheless", async () => {
      const sandbox = await start(`
        for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => {});
        fs.writeSync(4, "up"); for (;;);
      `);
      await firstOf(sandbox);
      sandbox.kill();
      expect((await sandbox.exited).signal).toBe("SIGKILL");
    });

    test("killed at any moment of its start, it leaves nothing behind", async () => {
      const mark = `contract-${process.pid}-${Math.random()}`;
      const ids: string[] = [];
      for (let afterMs = 0; afterMs < 60; afterMs += 4) {
        const sandbox = await start(`setInterval(() => {}, 1000); //${mark}`);
        ids.push(sandbox.id);
        await delay(afterMs);
        sandbox.kill();
        await sandbox.exited;
      }
      expect([mark, ...ids].map(processesWith).filter((count) => count > 0)).toEqual([]);
    });

    test("killing ends detached children and grandchildren as well", async () => {
      const mark = `contract-${process.pid}-${Math.random()}`;
      const sandbox = await start(`
        const loop = "require('fs').writeSync(4, '.'); setInterval(() => {}, 1000); //${mark}";
        const started = { detached: true, stdio: ["ignore", "ignore", "ignore", "ignore", 4] };
        const start = "require('child_process').spawn(process.execPath, ['-e', " + JSON.stringify(loop)
          + "], " + JSON.stringify(started) + "); setInterval(() => {}, 1000);";
        for (const script of [start, loop]) child_process.spawn(process.execPath, ["-e", script], started).unref();
        setInterval(() => {}, 1000);
      `);
      let running = 0;
      sandbox.logs.on("data", (chunk) => {
        running += chunk.length;
      });
      await until(() => running === 2);
      sandbox.kill();
      await sandbox.exited;
      expect([mark, sandbox.id].map(processesWith)).toEqual([0, 0]);
    });

    test("children left behind end with the main process", async () => {
      const mark = `contract-${process.pid}-${Math.random()}`;
      const { exit } = await run(`
        const loop = "setInterval(() => {}, 1000); //${mark}";
        const child = child_process.spawn(process.execPath, ["-e", loop], { detached: true, stdio: "ignore" });
        child.once("spawn", () => process.exit(7));
      `);
      expect(exit.exitCode).toBe(7);
      expect(processesWith(mark)).toBe(0);
    });

    test("a frozen sandbox stands still and goes on after thawing", async () => {
      const sandbox = await start(`setInterval(() => fs.writeSync(4, "."), 2)`);
      let ticks = 0;
      sandbox.logs.on("data", (chunk) => {
        ticks += chunk.length;
      });
      await until(() => ticks > 3);
      await sandbox.freeze();
      const frozenAt = await settled(() => ticks);
      await delay(100);
      expect(ticks).toBe(frozenAt);
      await sandbox.thaw();
      await until(() => ticks > frozenAt + 3);
      sandbox.kill();
      await sandbox.exited;
    });

    test("a frozen sandbox can be killed", async () => {
      const sandbox = await start(`fs.writeSync(4, "up"); setInterval(() => {}, 1000)`);
      await firstOf(sandbox);
      await sandbox.freeze();
      sandbox.kill();
      expect((await sandbox.exited).signal).toBe("SIGKILL");
    });

    test("peak memory follows what the process held, also after it let go", async () => {
      const letGo = (seesShortPeaks?.(driver) ?? true) ? "block = null; gc();" : "";
      const sandbox = await start(`
        fs.writeSync(4, "a");
        process.once("SIGUSR2", () => {});
        let block;
        const control = new net.Socket({ fd: 3 });
        control.once("data", () => { block = Buffer.alloc(60e6, 1); ${letGo} fs.writeSync(4, "b"); });
      `);
      await firstOf(sandbox);
      const small = await sandbox.peakMemoryBytes();
      const second = firstOf(sandbox);
      sandbox.control.write("go");
      await second;
      const large = await sandbox.peakMemoryBytes();
      expect(small).toBeGreaterThan(5e6);
      expect(large - small).toBeGreaterThan(50e6);
      expect(large).toBeLessThanOrEqual(256 * 1024 * 1024);
      sandbox.kill();
      await sandbox.exited;
      expect(await sandbox.peakMemoryBytes()).toBe(large);
    });

    test("allocating more than the function's memory ends as out of memory", async () => {
      const { exit } = await run("const blocks = []; for (;;) blocks.push(Buffer.alloc(1e6, 1));");
      expect(exit).toEqual({ exitCode: null, signal: "SIGKILL", oomKilled: true });
    });

    test("nothing of the server's environment is seen", async () => {
      process.env.SANDBOX_TEST_SECRET = "of the server";
      const { stdout } = await run("console.log(JSON.stringify(process.env))");
      delete process.env.SANDBOX_TEST_SECRET;
      expect(stdout).not.toContain("SANDBOX_TEST_SECRET");
      expect(JSON.parse(stdout)).toMatchObject({ FOR_THE_INTERPRETER: "1" });
    });

    test("the code folder is the working directory, and bootstrap and code can be read", async () => {
      await writeFile(join(directory, "handler.txt"), "the code");
      const { stdout } = await run(`
        const task = process.env.LAMBENT_TASK_ROOT ?? "/var/task";
        console.log(process.cwd() === fs.realpathSync(task), fs.readFileSync(task + "/handler.txt", "utf8"));
      `);
      expect(stdout).toBe("true the code\n");
    });

    for (const [size, files] of [
      ["small", 3],
      ["large", 300],
    ] as const) {
      test(`a sandbox without a function is given a ${size} one, which it can't change`, async ({ skip }) => {
        const [codeDirectory, layersDirectory] = await Promise.all(
          ["code", "layers"].map((name) => makeTree(join(parent, `${name}-${size}`), name, files)),
        );
        const assignment = { codeDirectory: codeDirectory!, layersDirectory: layersDirectory!, memoryMb: 256 };
        if (!driver.canAssign(assignment)) skip();
        const { assignment: _known, ...unassigned } = startOf(
          `fs.writeSync(4, fs.readdirSync("/var/task").length + " before");
          new net.Socket({ fd: 3 }).once("data", () => {
            const attempts = [
              () => fs.writeFileSync("/var/task/new.txt", ""),
              () => fs.appendFileSync("/var/task/0.txt", "x"),
              () => fs.chmodSync("/var/task/deep/deep.txt", 0o777),
              () => fs.writeFileSync("/opt/new.txt", ""),
              () => fs.appendFileSync("/opt/0.txt", "x"),
            ].map((attempt) => { try { attempt(); return "done"; } catch (error) { return error.code; } });
            console.log(JSON.stringify({
              files: fs.readdirSync("/var/task").length,
              texts: ["/var/task/0.txt", "/var/task/deep/deep.txt", "/opt/0.txt"].map((file) => fs.readFileSync(file, "utf8")),
              attempts,
              mounts: fs.readFileSync("/proc/self/mountinfo", "utf8").split("\\n")
                .filter((line) => /^\\S+ \\S+ \\S+ \\S+ \\/(var\\/task|opt) /.test(line)).map((line) => line.split(" ")[5].split(",")[0]),
            }));
            process.exit(0);
          });`,
        );
        const sandbox = await driver.start(unassigned);
        const before = await new Promise((resolve) => sandbox.logs.once("data", (chunk) => resolve(String(chunk))));
        expect(before).toBe("0 before");
        await sandbox.assign(assignment);
        await expect(sandbox.assign(assignment)).rejects.toThrow("already");
        const output = readAll(sandbox.stdout);
        sandbox.control.write("go");
        await sandbox.exited;
        const found = JSON.parse(await output);
        expect(found).toMatchObject({
          files: files + 1,
          texts: ["code 0", "code deep", "layers 0"],
        });
        expect(readOnlyErrors).toEqual(expect.arrayContaining(found.attempts));
        expect(found.attempts).toHaveLength(5);
        expect(new Set(found.mounts)).toEqual(new Set(["ro"]));
        expect(await readFile(join(codeDirectory!, "0.txt"), "utf8")).toBe("code 0");
      });
    }

    test("the files of an ended sandbox are its successor's, and count against the same limit", async ({ skip }) => {
      const limits = { ephemeralStorageMb: 4 };
      const begin = async (script: string, temporaryFiles?: TemporaryFiles) => {
        const waiting = `fs.writeSync(4, "up"); new net.Socket({ fd: 3 }).once("data", () => { ${script} });`;
        const start = nodeStart(directory, waiting, limits, architecture);
        const sandbox = await driver.start({ ...start, ...(temporaryFiles ? { temporaryFiles } : {}) });
        const stdout = readAll(sandbox.stdout);
        await once(sandbox.logs, "data");
        const held = sandbox.holdTemporaryFiles?.();
        sandbox.control.write("go");
        await sandbox.exited;
        return { held, stdout: await stdout };
      };
      const first = await begin(`
        fs.mkdirSync("/tmp/kept");
        fs.writeFileSync("/tmp/kept/first", Buffer.alloc(3 * 1024 * 1024));
        fs.symlinkSync("/etc/passwd", "/tmp/link");
        process.abort();
      `);
      if (!first.held) skip();
      const second = await begin(
        `let error;
        try { fs.writeFileSync("/tmp/kept/second", Buffer.alloc(2 * 1024 * 1024)); } catch ({ code }) { error = code; }
        fs.rmSync("/tmp/kept/second");
        fs.appendFileSync("/tmp/kept/first", "more");
        console.log(error, fs.statSync("/tmp/kept").uid === process.getuid(), fs.readdirSync("/tmp").join());
        setTimeout(() => process.exit(3), 1);`,
        first.held,
      );
      await first.held!.close();
      const third = await begin(
        `console.log(fs.statSync("/tmp/kept/first").size, fs.readdirSync("/tmp").join()); process.exit(0);`,
        second.held,
      );
      for (const { held } of [first, second, third]) await held?.close();
      expect(second.stdout).toBe("ENOSPC true kept,link\n");
      expect(third.stdout).toBe(`${3 * MIB + 4} kept,link\n`);
    });

    // An emulated start takes half a second of a processor.
    const many = architecture === undefined ? 10 : 3;
    test(`${many} sandboxes side by side don't mix up`, async () => {
      const results = await Promise.all(
        Array.from({ length: many }, (_, index) => run(`fs.writeSync(4, "${index}"); process.exit(${index})`)),
      );
      expect(results.map(({ logs, exit }) => [logs, exit.exitCode])).toEqual(
        results.map((_, index) => [String(index), index]),
      );
    });

    test("a sandbox that floods its output waits for a reader", async () => {
      const sandbox = await start(`for (;;) fs.writeSync(1, Buffer.alloc(65536, 120));`);
      await until(() => sandbox.stdout.readableLength > 0);
      sandbox.stdout.pause();
      await delay(100);
      expect(sandbox.stdout.readableLength).toBeLessThan(4e6);
      sandbox.kill();
      await sandbox.exited;
    });

    test("closing the driver ends what runs, and it starts nothing more", async () => {
      const other = await createDriver(join(parent, "closing"));
      const sandboxes = await Promise.all([1, 2].map(() => other.start(startOf("for (;;);"))));
      await other.close();
      const exits = await Promise.all(sandboxes.map((sandbox) => sandbox.exited));
      expect(exits.map((exit) => exit.signal)).toEqual(["SIGKILL", "SIGKILL"]);
      await expect(other.start(startOf(""))).rejects.toThrow("closed");
    });
  });
}

/** `files` text files and a folder with one more, all of which anybody may write as far as their modes go. */
async function makeTree(directory: string, name: string, files: number): Promise<string> {
  await mkdir(join(directory, "deep"), { recursive: true });
  const texts = Array.from({ length: files }, (_, index) => [`${index}.txt`, `${name} ${index}`] as const);
  for (const [path, text] of [["deep/deep.txt", `${name} deep`] as const, ...texts]) {
    await writeFile(join(directory, path), text);
    await chmod(join(directory, path), 0o666);
  }
  return directory;
}

const firstOf = (sandbox: Sandbox) => new Promise<void>((resolve) => sandbox.logs.once("data", () => resolve()));

async function until(condition: () => boolean) {
  while (!condition()) await delay(5);
}

/** Waits until what was on its way has arrived. */
async function settled(read: () => number): Promise<number> {
  for (let before = read(); ; before = read()) {
    await delay(30);
    if (read() === before) return before;
  }
}

/** How many processes of this machine have the text in their command line. */
function processesWith(text: string): number {
  return readdirSync("/proc").filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, "utf8").includes(text);
    } catch {
      return false;
    }
  }).length;
}

import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync, readdirSync, readFileSync, statSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createBwrapDriver } from "./bwrap-driver.ts";
import { readProcessIds } from "./cgroup-files.ts";
import { isReachable } from "./hostile/is-reachable.ts";
import { isRunning } from "./process-tree.ts";
import { type HostRecord, listRunFolders, ownersOf, readRecord } from "./run-folder.ts";
import { EMULATION_KIT, NODE_DIRECTORY, type SandboxRun } from "./sandbox.fixtures.ts";
import type { IsolationFact } from "./sandbox.port.ts";
import { SandboxUnavailable } from "./sandbox-unavailable.ts";
import { gvisorDrivers, testedDrivers } from "./tested-drivers.ts";

const FIXTURE = fileURLToPath(new URL("./host-process.fixture.ts", import.meta.url));
const isRoot = process.geteuid?.() === 0;
/** An ordinary user; needs no entry in /etc/passwd. */
const ORDINARY_USER = 54_321;

let parent: string;
let code: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "sandbox-host-"));
  code = join(parent, "code");
  await mkdir(code);
});
afterEach(() => rm(parent, { recursive: true, force: true }));

function startHost(args: readonly string[], options: { stdio?: StdioOptions; uid?: number } = {}): ChildProcess {
  // A release that takes types out by itself.
  const node = [join(NODE_DIRECTORY, "bin/node"), "--disable-warning=ExperimentalWarning", FIXTURE, ...args];
  const [program, ...rest] = options.uid
    ? ["setpriv", `--reuid=${options.uid}`, `--regid=${options.uid}`, "--clear-groups", "--inh-caps=-all", ...node]
    : node;
  return spawn(program!, rest, {
    stdio: options.stdio ?? ["ignore", "pipe", "inherit"],
    env: { PATH: process.env.PATH },
  });
}

async function runHost(...args: Parameters<typeof startHost>): Promise<SandboxRun & { isolation: IsolationFact[] }> {
  const host = startHost(...args);
  let text = "";
  host.stdout!.on("data", (chunk) => (text += chunk));
  await once(host, "close");
  return JSON.parse(text);
}

const commandLines = () =>
  readdirSync("/proc").flatMap((name) => {
    try {
      return /^\d+$/.test(name) ? [readFileSync(`/proc/${name}/cmdline`, "utf8")] : [];
    } catch {
      return [];
    }
  });

test("a descriptor that the server was started with isn't open inside", async () => {
  await writeFile(join(parent, "open.txt"), "of the server");
  const file = openSync(join(parent, "open.txt"), "r");
  const stdio: StdioOptions = ["ignore", "pipe", "inherit"];
  for (const fd of [7, 40, 200]) {
    while (stdio.length < fd) stdio.push("ignore");
    stdio.push(file);
  }
  const script = `
    const listing = child_process.spawnSync("/bin/ls", ["-l", "/proc/self/fd"], { stdio: ["ignore", "pipe", "inherit", 3, 4] });
    fs.writeSync(4, String(listing.stdout));
    for (const fd of fs.readdirSync("/proc/self/fd")) try { fs.writeSync(4, fs.readlinkSync("/proc/self/fd/" + fd) + "\\n"); } catch {}
  `;
  const { logs } = await runHost([join(parent, "driver"), code, script], { stdio });
  expect(logs).toMatch(/ 3 -> socket/);
  expect(logs).toMatch(/ 4 -> socket/);
  expect(logs).not.toContain("open.txt");
  expect(logs).not.toMatch(/ ([6-9]|\d\d+) -> /);
});

test.each([...testedDrivers, ...gvisorDrivers])(
  "sandboxes of $name end with a server that is killed, and its successor clears what it left",
  async ({ name, create }) => {
    const mark = `left-behind-${process.pid}-${Math.random()}`;
    const directory = join(parent, "driver");
    const host = startHost([directory, code, `fs.writeSync(4, "up"); for (;;); //${mark}`, "keep", name]);
    await once(host.stdout!, "data");
    const { controlGroupFolders, folder } = findRecord(directory);
    const groups = controlGroupFolders.flatMap((parts) => readdirSync(parts).map((part) => join(parts, part)));
    const members = groups.filter((group) => statSync(group).isDirectory()).flatMap(readProcessIds);
    // gVisor's processes have its own command line.
    const trace = gvisorDrivers.some((driver) => driver.name === name) ? basename(folder) : mark;
    expect(commandLines().some((line) => /runsc|\/var\/lang\/bin\/node/.test(line) && line.includes(trace))).toBe(true);
    host.kill("SIGKILL");
    await once(host, "close");
    const isLeft = () => commandLines().some((line) => line.includes(trace));
    await expect.poll(isLeft, { timeout: 10_000 }).toBe(false);
    const driver = await create(directory);
    expect(members.filter(isRunning)).toEqual([]);
    await driver.close();
    for (const path of [folder, ...controlGroupFolders]) expect(existsSync(path)).toBe(false);
    for (const kept of ["bundles", "state", "functions"].map((one) => join(directory, one))) {
      if (existsSync(kept)) expect(readdirSync(kept)).toEqual([]);
    }
  },
);

test("a data directory in use is refused", async () => {
  const directory = join(parent, "driver");
  const driver = await createBwrapDriver({ directory });
  const refusal = await createBwrapDriver({ directory }).catch((error) => error);
  expect(refusal).toBeInstanceOf(SandboxUnavailable);
  expect(refusal.reason).toContain(`in use by process ${process.pid}`);
  await driver.close();
  await (await createBwrapDriver({ directory })).close();
});

test("a missing bubblewrap is told together with the command that installs it", async () => {
  const refusal = await createBwrapDriver({ directory: join(parent, "driver"), bwrapPath: "/nowhere/bwrap" }).catch(
    (e) => e,
  );
  expect(refusal).toBeInstanceOf(SandboxUnavailable);
  expect(refusal.reason).toBe("There is no bubblewrap at /nowhere/bwrap.");
  expect(refusal.remedy).toContain("apt-get install bubblewrap");
});

test("a bubblewrap that can't sandbox is told with what it said", async () => {
  const bwrapPath = join(parent, "bwrap");
  const script = `#!/bin/sh
case "$1" in --help) echo --size --disable-userns --json-status-fd;; *) echo "bwrap: No permissions to create new namespace" >&2; exit 1;; esac`;
  await writeFile(bwrapPath, script, { mode: 0o755 });
  await chmod(parent, 0o755);
  const refusal = await createBwrapDriver({ directory: join(parent, "driver"), bwrapPath }).catch((error) => error);
  expect(refusal).toBeInstanceOf(SandboxUnavailable);
  expect(refusal.reason).toContain("No permissions to create new namespace");
  expect(refusal.remedy).toMatch(/namespaces|Namespaces/);
});

/** The fixture has to be readable to that user, so not in a checkout below /root. */
describe.runIf(isRoot && isReachable(FIXTURE))("started by an ordinary user", () => {
  const run = async (script: string, ...how: string[]) => {
    await chmod(parent, 0o777);
    return await runHost([join(parent, "driver"), code, script, ...how], { uid: ORDINARY_USER });
  };

  test("sandboxes run, and what can't be kept is said", async () => {
    const { exit, logs, isolation } = await run(`fs.writeSync(4, process.getuid() + " " + fs.readdirSync("/").join())`);
    expect(exit).toEqual({ exitCode: 0, signal: null, oomKilled: false });
    expect(logs).toMatch(/^993 /);
    expect(isolation.filter((fact) => !fact.enforced).map((fact) => fact.what)).toContain("user");
    for (const what of ["files", "network", "system calls", "memory", "process count"]) {
      expect(isolation.find((fact) => fact.what === what)?.enforced).toBe(true);
    }
  });

  test("allocating more than the function's memory ends as out of memory", async () => {
    const { exit } = await run("const blocks = []; for (;;) blocks.push(Buffer.alloc(1e6, 1));");
    expect(exit).toEqual({ exitCode: null, signal: "SIGKILL", oomKilled: true });
  });

  test.runIf(EMULATION_KIT)("emulated arm64 programs run, without any capability", async () => {
    const { exit, logs } = await run(
      `const status = fs.readFileSync("/proc/self/status", "latin1");
      fs.writeSync(4, [process.arch, process.getuid(), ...status.match(/^(Cap(Prm|Eff|Bnd)|NoNewPrivs|Seccomp):.*/gm)].join("\\n"))`,
      "arm64",
    );
    expect(exit).toEqual({ exitCode: 0, signal: null, oomKilled: false });
    const none = "0".repeat(16);
    expect(logs.replaceAll("\t", " ")).toBe(
      ["arm64", "993", `CapPrm: ${none}`, `CapEff: ${none}`, `CapBnd: ${none}`, "NoNewPrivs: 1", "Seccomp: 2"].join(
        "\n",
      ),
    );
  });

  test("processes are counted", async () => {
    const { exit, logs } = await run(`
      let started = 0;
      const one = () => child_process.spawn("/bin/sleep", ["100"], { stdio: "ignore" })
        .once("spawn", () => { started++; one(); })
        .once("error", (error) => { fs.writeSync(4, error.code + " " + (started < 256)); process.exit(0); });
      one();
    `);
    expect(exit.exitCode).toBe(0);
    expect(logs).toBe("EAGAIN true");
  });
});

/** What the living driver has written down. */
function findRecord(directory: string): HostRecord & { folder: string } {
  for (const folder of isRoot ? listRunFolders() : [join(directory, "run")]) {
    for (const owner of ownersOf(folder)) {
      const record = readRecord(folder, owner);
      if (record?.directory === directory) return { folder, ...record };
    }
  }
  throw new Error(`No record of a driver of ${directory}.`);
}

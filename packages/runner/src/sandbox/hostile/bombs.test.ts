import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NODE_DIRECTORY } from "../sandbox.fixtures.ts";
import { gvisorDrivers } from "../tested-drivers.ts";
import type { BombReport } from "./bombs.fixture.ts";
import { compileNative, hasCompiler } from "./compile-native.ts";
import { isReachable } from "./is-reachable.ts";

const FIXTURE = fileURLToPath(new URL("./bombs.fixture.ts", import.meta.url));
const isRoot = process.geteuid?.() === 0;
/** One that no other test uses at the same time. */
const ORDINARY_USER = 54_322;
const CONTAINED = ["fork", "descriptors", "bytes", "folders", "output", "detached", "signals", "forever"];
const MEMORY = ["memory", "memory of children", "shared memory"];
/** Memory that no process has mapped: only control groups count it. */
const KERNEL_MEMORY = ["memory files", "socket buffers", "inodes"];

const servers = [
  {
    title: isRoot ? "root" : "this user",
    driver: "bwrap",
    uid: undefined,
    bombs: [...CONTAINED, ...MEMORY, ...(isRoot ? KERNEL_MEMORY : [])],
    uncounted: isRoot ? KERNEL_MEMORY : [],
  },
  ...(isRoot && isReachable(FIXTURE)
    ? [
        {
          title: "an ordinary user",
          driver: "bwrap",
          uid: ORDINARY_USER,
          bombs: [...CONTAINED, ...MEMORY],
          uncounted: [],
        },
      ]
    : []),
  // One process has too few descriptors for buffers of sockets to take all memory, and /tmp holds a number of files.
  ...gvisorDrivers.map(({ name: driver }) => ({
    title: `root by ${driver}`,
    driver,
    uid: undefined,
    bombs: [...CONTAINED, ...MEMORY, ...KERNEL_MEMORY],
    uncounted: ["memory files"],
  })),
];

describe.runIf(hasCompiler).each(servers)("a bomb in a sandbox of $title", ({ uid, bombs, driver, uncounted }) => {
  const mark = `bomb-${process.pid}-${Math.random()}`;
  let parent: string;
  let report: BombReport;

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), "sandbox-bombs-"));
    await chmod(parent, 0o755);
    const [directory, code] = [join(parent, "driver"), join(parent, "code")];
    for (const folder of [directory, code]) await mkdir(folder);
    compileNative(join(code, "hostile"));
    if (uid) for (const path of [directory, code, join(code, "hostile")]) await chown(path, uid, uid);
    const node = [join(NODE_DIRECTORY, "bin/node"), "--disable-warning=ExperimentalWarning", FIXTURE];
    const become = ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--inh-caps=-all"];
    const [program, ...rest] = [...(uid ? become : []), ...node, directory, code, mark, bombs.join(), driver];
    const host = spawn(program!, rest, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env.PATH },
      cwd: parent,
    });
    let text = "";
    host.stdout.on("data", (chunk) => (text += chunk));
    await once(host, "close");
    report = JSON.parse(text);
  }, 240_000);
  afterAll(() => rm(parent, { recursive: true, force: true }));

  test.each(bombs)("of %s leaves others working and ends", (name) => {
    expect(report.bombs[name]).toMatchObject({ works: true, ended: expect.any(String) });
  });

  test.each(bombs.filter((name) => MEMORY.includes(name)))("of %s ends as out of memory", (name) => {
    expect(report.bombs[name]).toMatchObject({ oomKilled: true });
  });

  if (uncounted.length > 0) {
    test.each(uncounted)("of %s, which no process has mapped, ends as out of memory", (name) => {
      expect(report.bombs[name]).toMatchObject({ oomKilled: true });
    });
  }

  test.each([
    ["descriptors", "EMFILE"],
    ["bytes", "ENOSPC"],
    ["detached", "left"],
  ])("of %s is answered by %s", (name, answer) => {
    expect(report.bombs[name]).toMatchObject({ said: answer, ended: "by itself (0)" });
  });

  test.each(["fork", "output", "forever"])("of %s has to be ended from outside, and can be", (name) => {
    expect(report.bombs[name]?.ended).toBe("by the host");
  });

  test("leaves no process, no folder and no descriptor", () => {
    expect(processesOf(mark)).toEqual([]);
    expect(report.folders).toEqual([]);
    expect(report.leakedDescriptors).toBe(0);
  });
});

function processesOf(mark: string): string[] {
  return readdirSync("/proc").filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, "latin1").includes(mark);
    } catch {
      return false;
    }
  });
}

import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createBwrapDriver } from "./sandbox/bwrap-driver.ts";
import { killProcess } from "./sandbox/cgroup-files.ts";
import { isRunning, listTree } from "./sandbox/process-tree.ts";
import { Fixtures } from "./testing/fixture-functions.ts";

const RUNTIME = "nodejs22.x";
const PIDS_HIERARCHY = "/sys/fs/cgroup/pids";
const isRoot = process.geteuid?.() === 0;

const opened: Fixtures[] = [];
async function open(...options: Parameters<typeof Fixtures.open>): Promise<Fixtures> {
  const fixtures = await Fixtures.open(...options);
  opened.push(fixtures);
  return fixtures;
}
afterEach(async () => {
  for (const fixtures of opened.splice(0)) await fixtures.close();
});

/** Our own control group of processes; undefined where there is no v1 hierarchy that we may use. */
function ownPidsGroup(): string | undefined {
  const path = /^\d+:pids:(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1];
  return isRoot && path !== undefined ? join(PIDS_HIERARCHY, path) : undefined;
}

describe.runIf(ownPidsGroup() !== undefined)("a host without processes left", () => {
  const home = ownPidsGroup()!;
  const group = join(home, `lambent-exhausted-${process.pid}`);
  const limit = (processes: number | "max") => writeFileSync(join(group, "pids.max"), String(processes));

  test("says so in the outcome, and serves again when there are some", async () => {
    mkdirSync(group);
    try {
      writeFileSync(join(group, "cgroup.procs"), String(process.pid));
      const fixtures = await open("bwrap", { spares: "none" });
      // Enough for the server itself, too few for what is asked of it.
      limit(Number(readFileSync(join(group, "pids.current"), "utf8")) + 16);
      const runs = await Promise.all(
        Array.from({ length: 8 }, () => fixtures.run("sleeps", RUNTIME, { event: { ms: 300 } })),
      );
      const faults = runs.filter(({ outcome }) => outcome.kind === "sandboxFault");
      expect(faults.length).toBeGreaterThan(0);
      for (const { outcome } of faults) expect(outcome).toMatchObject({ message: expect.stringMatching(/\S/) });
      const others = runs.filter((run) => !faults.includes(run)).map(({ outcome }) => outcome.kind);
      // A runtime that gets none of the threads it needs may end, throw, or wait for them until its time is over.
      const ways = ["succeeded", "initFailed", "exited", "functionError", "timedOut"];
      for (const kind of others) expect(ways).toContain(kind);
      limit("max");
      const after = await Promise.all(Array.from({ length: 4 }, () => fixtures.run("echoes", RUNTIME, { event: 7 })));
      expect(after.map(({ json }) => json)).toEqual([7, 7, 7, 7]);
    } finally {
      limit("max");
      for (const fixtures of opened.splice(0)) await fixtures.close();
      writeFileSync(join(home, "cgroup.procs"), String(process.pid));
      rmdirSync(group);
    }
  });
});

describe.runIf(isRoot)("a full disk", () => {
  test("lets functions run on, and what can't be done for want of space is done when there is some", async () => {
    const disk = await mkdtemp(join(tmpdir(), "lambent-full-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=160m,mode=755", "tmpfs", disk]);
    try {
      const driver = await createBwrapDriver({ directory: join(disk, "run") });
      const fixtures = await open("bwrap", { driver });
      const [written, fill] = [join(disk, "function"), join(disk, "fill")];
      mkdirSync(written);
      writeFileSync(join(written, "index.mjs"), "export const handler = async (event) => event;\n");
      const run = () => fixtures.run("on-a-full-disk", RUNTIME, { event: 7, codeDirectory: written });
      expect((await run()).json).toBe(7);
      expect(() => {
        for (;;) appendFileSync(fill, Buffer.alloc(1_048_576));
      }).toThrow("ENOSPC");
      for (let turn = 0; turn < 4; turn += 1) expect((await run()).json).toBe(7);
      rmSync(fill);
      expect((await run()).json).toBe(7);
      await fixtures.close();
      opened.length = 0;
    } finally {
      execFileSync("umount", ["-l", disk]);
      rmdirSync(disk);
    }
  });
});

test("a sandbox that is killed from outside ends its invocation with a name, and the next one is served", async () => {
  const fixtures = await open("bwrap", { spares: "none" });
  const running = fixtures.run("sleeps", RUNTIME, { event: { ms: 10_000 }, timeoutMs: 20_000 }, "kept");
  while (!fixtures.runner.status().environments.some(({ state }) => state === "busy")) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  for (const processId of childrenNamed("bwrap")) process.kill(processId, "SIGKILL");
  const { outcome, lines } = await running;
  expect(outcome).toMatchObject({ kind: "exited", signal: "SIGKILL" });
  expect(lines.at(-1)).toMatch(/^REPORT .*Error Type: Runtime.ExitError$/);
  expect((await fixtures.run("sleeps", RUNTIME, { event: { ms: 1 } }, "kept")).json).toBe("slept");
});

test("spares that are killed from outside are passed over", async () => {
  const fixtures = await open();
  await fixtures.run("echoes", RUNTIME);
  const spares = () => fixtures.runner.status().spares.filter(({ isReady }) => isReady).length;
  await expect.poll(spares, { timeout: 10_000 }).toBeGreaterThan(0);
  const killed = childrenNamed("bwrap").flatMap(listTree);
  for (const processId of killed) killProcess(processId);
  // Without a turn for anything else: no end of a spare has been noticed yet, and none is left to serve the event.
  while (killed.some(isRunning)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  // One may be taken; the second attempt to initialise isn't made with a spare, and boots within the function's timeout.
  expect((await fixtures.run("echoes", RUNTIME, { event: 1, timeoutMs: 20_000 })).json).toBe(1);
  expect((await fixtures.run("echoes", RUNTIME, { event: 2 })).json).toBe(2);
});

function childrenNamed(name: string): number[] {
  return readFileSync(`/proc/self/task/${process.pid}/children`, "utf8")
    .split(" ")
    .filter((processId) => processId !== "" && readFileSync(`/proc/${processId}/comm`, "utf8").trim() === name)
    .map(Number);
}

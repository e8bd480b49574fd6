import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { CpuWatchdog, type Throttled } from "./cpu-watchdog.ts";
import { cpuTimeMs, listTree } from "./process-tree.ts";

const started: ChildProcess[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
});

/** A shell with a child, both of which do nothing but work. */
async function busy(): Promise<number> {
  const script = "work() { while :; do :; done; }; work & echo up; work";
  const child = spawn("/bin/sh", ["-c", script], { stdio: ["ignore", "pipe", "inherit"], detached: true });
  started.push(child);
  await once(child.stdout!, "data");
  return child.pid!;
}

const endTree = (pid: number) => {
  for (const id of listTree(pid)) process.kill(id, "SIGKILL");
};

/** Cores' worth of time that the tree has had meanwhile. */
async function shareOf(pid: number, forMs: number): Promise<number> {
  const [before, startedMs] = [cpuTimeMs(listTree(pid)), performance.now()];
  await delay(forMs);
  return (cpuTimeMs(listTree(pid)) - before) / (performance.now() - startedMs);
}

describe.runIf(process.platform === "linux")("the CPU watchdog", () => {
  test("keeps a busy tree to its share, and lets it go on when it no longer watches", async () => {
    const pid = await busy();
    const watchdog = new CpuWatchdog();
    const throttled: Throttled = { processIds: () => listTree(pid), waiting: 0, cores: 0.1 };
    watchdog.watch(throttled);
    await delay(200);
    // Of two cores it would take all that others leave.
    expect(await shareOf(pid, 2_000)).toBeLessThan(0.2);
    watchdog.unwatch(throttled);
    const before = cpuTimeMs(listTree(pid));
    await expect.poll(() => cpuTimeMs(listTree(pid)) - before, { timeout: 20_000 }).toBeGreaterThan(300);
    endTree(pid);
  });

  test("a tree that is let go on by somebody else is stopped again", async () => {
    const pid = await busy();
    const watchdog = new CpuWatchdog();
    const throttled: Throttled = { processIds: () => listTree(pid), waiting: 0, cores: 0.1 };
    watchdog.watch(throttled);
    const meddler = setInterval(() => process.kill(pid, "SIGCONT"), 1);
    await delay(1_000);
    clearInterval(meddler);
    expect(await shareOf(pid, 2_000)).toBeLessThan(0.2);
    watchdog.unwatch(throttled);
    endTree(pid);
  });

  test("one that stands still can be ended, and then costs nothing", async () => {
    const pid = await busy();
    const watchdog = new CpuWatchdog();
    const throttled: Throttled = { processIds: () => listTree(pid), waiting: 0, cores: 0.01 };
    watchdog.watch(throttled);
    await expect.poll(() => shareOf(pid, 100), { timeout: 20_000 }).toBe(0);
    const [child] = started;
    endTree(pid);
    await once(child!, "exit");
    watchdog.unwatch(throttled);
    watchdog.unwatch(throttled);
  });

  test("one that waits for the others tells at once how they ended, also while they stand still", async () => {
    const script = "while :; do :; done & echo up; wait $!; exit 7";
    const child = spawn("/bin/sh", ["-c", script], { stdio: ["ignore", "pipe", "inherit"], detached: true });
    started.push(child);
    await once(child.stdout!, "data");
    const watchdog = new CpuWatchdog();
    // What it has used by then it earns back in minutes.
    const throttled: Throttled = { processIds: () => listTree(child.pid!), waiting: 1, cores: 0.0001 };
    watchdog.watch(throttled);
    await expect.poll(() => shareOf(child.pid!, 100), { timeout: 20_000 }).toBe(0);
    const [, worker] = listTree(child.pid!);
    process.kill(worker!, "SIGKILL");
    expect(await once(child, "exit")).toEqual([7, null]);
    watchdog.unwatch(throttled);
  });
});

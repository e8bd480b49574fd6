import { existsSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Period that a CPU quota refers to, in µs; the kernel's default. */
export const CPU_PERIOD_US = 100_000;
/** The kernel refuses a quota below 1 ms. */
const SHORTEST_QUOTA_US = 1_000;
export const cpuQuotaUs = (cores: number) => Math.max(SHORTEST_QUOTA_US, Math.round(cores * CPU_PERIOD_US));

export const readNumber = (path: string) => Number(readFileSync(path, "latin1"));

/**
 * The kernel doesn't call a group frozen while one process in it waits for another that is: gVisor's, which traces others, was seen to
 * wait so for ever. What hasn't frozen by then stands still as well.
 */
export const LONGEST_FREEZE_MS = 300;

/** A value of a `key value` file such as memory.stat; 0 when the kernel lacks the key. */
export function readKey(text: string, key: string): number {
  return Number(new RegExp(`^${key} (\\d+)$`, "m").exec(text)?.[1] ?? 0);
}

/** Processes of a group; none when it is gone. */
export function readProcessIds(folder: string): number[] {
  try {
    return readFileSync(join(folder, "cgroup.procs"), "latin1").split("\n").filter(Boolean).map(Number).filter(Boolean);
  } catch {
    return [];
  }
}

/** @param folder of the group in the hierarchy that counts processes. */
export function refusedProcesses(folder: string): number {
  const path = join(folder, "pids.events");
  return existsSync(path) ? readKey(readFileSync(path, "latin1"), "max") : 0;
}

export function killProcess(processId: number, signal: NodeJS.Signals = "SIGKILL") {
  try {
    process.kill(processId, signal);
  } catch {
    // It ended by itself.
  }
}

/** Ends what is left in the folders (alike in several hierarchies) and removes them, groups inside first. */
export async function removeControlGroups(folders: readonly string[], kill: () => void): Promise<void> {
  for (let waitMs = 1; ; waitMs = Math.min(2 * waitMs, 50)) {
    const left = folders.filter((folder) => !tryRemove(folder));
    if (left.length === 0) return;
    kill();
    await delay(waitMs);
  }
}

/** A process that takes longer to die is stuck in the kernel; its group is left for the next start. */
const LONGEST_WAIT_MS = 5_000;

/** Ends everything in the groups below the folders, frozen or not, and removes them. */
export async function clearControlGroups(folders: readonly string[]): Promise<void> {
  const deadline = Date.now() + LONGEST_WAIT_MS;
  for (let left = folders.flatMap(listGroups); ; await delay(2)) {
    left = left.filter((group) => !tryRemove(group));
    if (left.length === 0 || Date.now() > deadline) return;
    for (const group of left) {
      for (const processId of readProcessIds(group)) killProcess(processId);
      tryWrite(join(group, "freezer.state"), "THAWED");
      tryWrite(join(group, "cgroup.freeze"), "0");
    }
  }
}

/** @returns false while the group still holds a process or a group. */
export function tryRemove(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
    return false;
  }
}

function listGroups(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}

export function tryWrite(path: string, value: string): boolean {
  try {
    writeFileSync(path, value);
    return true;
  } catch {
    return false;
  }
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rmdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { killProcess, listGroups, readProcessIds, tryRemove, tryWrite } from "./cgroup-files.ts";
import { listProcessIds, readProcessPlace } from "./process-tree.ts";
import { SandboxUnavailable } from "./sandbox-unavailable.ts";

/** What a driver keeps on the host beyond its data directory, written down before any of it exists. */
export interface HostRecord {
  processId: number;
  startTicks: number;
  controlGroupFolders: readonly string[];
  mountPoint: string;
}

const FILE = "driver.json";
const LONGEST_WAIT_MS = 5_000;

/** Takes possession of the directory: clears what a killed predecessor left. */
export async function takeOver(directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const record = readRecord(directory);
  if (!record) return;
  if (readProcessPlace(record.processId)?.startTicks === record.startTicks) {
    throw new SandboxUnavailable(
      `The sandbox directory ${directory} is in use by process ${record.processId}.`,
      "Stop that server, or give this one another data directory.",
    );
  }
  for (const processId of listProcessIds()) if (isSandboxOf(processId, directory, record)) killProcess(processId);
  const groups = record.controlGroupFolders.flatMap((folder) => [...listGroups(folder), folder]);
  const deadline = Date.now() + LONGEST_WAIT_MS;
  for (let left = groups; left.length > 0 && Date.now() < deadline; ) {
    left = left.filter((folder) => !tryRemove(folder));
    for (const folder of left) endGroup(folder);
    if (left.length > 0) await delay(5);
  }
  await rmdir(record.mountPoint).catch(() => undefined);
  release(directory);
}

export function recordOnHost(directory: string, kept: Pick<HostRecord, "controlGroupFolders" | "mountPoint">) {
  const startTicks = readProcessPlace(process.pid)?.startTicks ?? 0;
  const record: HostRecord = { processId: process.pid, startTicks, ...kept };
  writeFileSync(join(directory, FILE), JSON.stringify(record));
}

export function release(directory: string) {
  rmSync(join(directory, FILE), { force: true });
}

function readRecord(directory: string): HostRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, FILE), "utf8"));
  } catch {
    return undefined; // none, or cut off while it was written: nothing existed yet
  }
}

/** bwrap, or one of the steps before it, started with paths of this data directory. */
function isSandboxOf(processId: number, directory: string, record: HostRecord): boolean {
  try {
    const command = readFileSync(`/proc/${processId}/cmdline`, "utf8").split("\0");
    const isOurs = (part: string) =>
      part.startsWith(`${directory}/rootfs-`) || part.startsWith(`${record.mountPoint}/`);
    return command.includes("--seccomp") && command.some(isOurs);
  } catch {
    return false;
  }
}

function endGroup(folder: string) {
  for (const processId of readProcessIds(folder)) killProcess(processId);
  tryWrite(join(folder, "freezer.state"), "THAWED");
  tryWrite(join(folder, "cgroup.freeze"), "0");
}

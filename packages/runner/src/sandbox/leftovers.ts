import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clearControlGroups, killProcess, tryRemove } from "./cgroup-files.ts";
import { listProcessIds, readProcessPlace } from "./process-tree.ts";
import { SandboxUnavailable } from "./sandbox-unavailable.ts";

/** What a driver keeps on the host beyond its data directory, and whose it is; written down before it exists. */
export interface HostRecord {
  directory: string;
  processId: number;
  startTicks: number;
  controlGroupFolders: readonly string[];
}

const FILE = "driver.json";
const NAME_PREFIX = "lambent-";

/**
 * The driver's folder for what lasts no longer than the machine runs: its record, and its mount point. Root has it in
 * /run, where a successor also finds the records of drivers whose data directory nobody uses any more.
 */
export function runFolder(hostName: string, directory: string): string {
  return process.geteuid?.() === 0 ? join("/run", hostName) : join(directory, "run");
}

/** A name that is the same for every driver of a data directory; begins with `lambent-`. */
export const hostNameOf = (digest: Buffer) => `${NAME_PREFIX}${digest.toString("hex", 0, 6)}`;

/**
 * Clears what killed drivers left, and takes possession of the run folder.
 * @throws SandboxUnavailable when another living process has it.
 */
export async function takeOver(folder: string, directory: string): Promise<void> {
  const own = readRecord(folder);
  if (own && isAlive(own)) {
    throw new SandboxUnavailable(
      `The sandbox directory ${directory} is in use by process ${own.processId}.`,
      "Stop that server, or give this one another data directory.",
    );
  }
  for (const candidate of new Set([folder, ...listRunFolders()])) {
    const record = readRecord(candidate);
    if (record && !isAlive(record)) await clear(candidate, record);
  }
  mkdirSync(folder, { recursive: true, mode: 0o755 });
}

export function recordOnHost(folder: string, directory: string, controlGroupFolders: readonly string[]) {
  const startTicks = readProcessPlace(process.pid)?.startTicks ?? 0;
  const record: HostRecord = { directory, processId: process.pid, startTicks, controlGroupFolders };
  writeFileSync(join(folder, FILE), JSON.stringify(record), { mode: 0o600 });
}

export function release(folder: string) {
  rmSync(folder, { recursive: true, force: true });
}

async function clear(folder: string, record: HostRecord) {
  for (const processId of listProcessIds()) if (isSandboxOf(processId, folder, record)) killProcess(processId);
  await clearControlGroups(record.controlGroupFolders);
  for (const group of record.controlGroupFolders) tryRemove(group);
  release(folder);
}

function listRunFolders(): string[] {
  if (process.geteuid?.() !== 0) return [];
  return readdirSync("/run")
    .filter((name) => name.startsWith(NAME_PREFIX))
    .map((name) => join("/run", name));
}

function readRecord(folder: string): HostRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), "utf8"));
  } catch {
    return undefined; // none, or cut off while it was written: nothing existed yet
  }
}

const isAlive = (record: HostRecord) => readProcessPlace(record.processId)?.startTicks === record.startTicks;

/** A launcher, or one of the steps before it, started with paths of this driver. */
function isSandboxOf(processId: number, folder: string, record: HostRecord): boolean {
  try {
    const command = readFileSync(`/proc/${processId}/cmdline`, "utf8").split("\0");
    const folders = [
      `${record.directory}/rootfs-`,
      `${record.directory}/arm64/rootfs-`,
      `${record.directory}/launches/`,
      `${folder}/`,
    ];
    const isOurs = (part: string) => folders.some((path) => part.startsWith(path));
    return ["--seccomp", "--root"].some((option) => command.includes(option)) && command.some(isOurs);
  } catch {
    return false;
  }
}

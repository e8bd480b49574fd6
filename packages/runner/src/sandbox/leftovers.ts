import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { clearControlGroups, killProcess, tryRemove } from "./cgroup-files.ts";
import { listProcessIds } from "./process-tree.ts";
import {
  claim,
  empty,
  type HostRecord,
  listRunFolders,
  type Owner,
  ownersOf,
  readRecord,
  recordOnHost,
  release,
  takeEmpty,
} from "./run-folder.ts";
import { SandboxUnavailable } from "./sandbox-unavailable.ts";

/** Time in which another server that clears this folder is done. */
const PATIENCE_MS = 30_000;

/**
 * Clears what killed drivers left, and takes possession of the run folder. Several servers can do so at the same time:
 * each folder is cleared by one of them, and its next driver waits until that is done.
 * @param others run folders of any drivers
 * @throws SandboxUnavailable when another living process has it.
 */
export async function takeOver(
  folder: string,
  directory: string,
  others: readonly string[] = listRunFolders(),
): Promise<void> {
  await take(folder, directory);
  for (const other of others) {
    if (other !== folder && (await clearLeftovers(other))) release(other);
  }
}

async function take(folder: string, directory: string) {
  const patientUntil = Date.now() + PATIENCE_MS;
  for (;;) {
    if (await clearLeftovers(folder)) {
      empty(folder);
      recordOnHost(folder, directory, []);
      return;
    }
    const [owner] = ownersOf(folder);
    if (!owner) {
      if (takeEmpty(folder, directory)) return;
    } else if (isDriver(folder, owner) || Date.now() > patientUntil) {
      throw new SandboxUnavailable(
        `The sandbox directory ${directory} is in use by process ${owner.processId}.`,
        "Stop that server, or give this one another data directory.",
      );
    }
    await wait(20);
  }
}

/** Not one that clears up after another: such an owner has another's record. */
const isDriver = (folder: string, owner: Owner) => readRecord(folder, owner)?.processId === owner.processId;

/** @returns whether there were any and this process cleared them; it owns the folder then. */
async function clearLeftovers(folder: string): Promise<boolean> {
  const owners = ownersOf(folder);
  if (owners.some(({ isAlive }) => isAlive)) return false;
  let isOwner = false;
  for (const owner of owners) {
    if (!claim(folder, owner)) continue;
    isOwner = true;
    const [own] = ownersOf(folder).filter(({ processId }) => processId === process.pid);
    const record = own && readRecord(folder, own);
    if (record) await clear(folder, record);
  }
  return isOwner;
}

async function clear(folder: string, record: HostRecord) {
  for (const processId of listProcessIds()) if (isSandboxOf(processId, folder, record)) killProcess(processId);
  await clearControlGroups(record.controlGroupFolders);
  for (const group of record.controlGroupFolders) tryRemove(group);
}

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

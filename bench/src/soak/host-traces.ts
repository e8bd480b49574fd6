import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** What a runner leaves on the host while it works; all of it has to go when nothing runs any more. */
export interface HostTraces {
  /** Processes below this one. */
  processes: number;
  /** Open descriptors of this process. */
  descriptors: number;
  /** Mounts that this process sees. */
  mounts: number;
  /** Control groups below the driver's own. */
  controlGroups: number;
  /** What sandboxes were given, in the driver's folder. */
  files: number;
}

/** @param directory of the driver; its control groups are recognised by its process id. */
export function hostTraces(directory: string): HostTraces {
  return {
    processes: countDescendants(process.pid),
    descriptors: readdirSync("/proc/self/fd").filter(isLasting).length,
    mounts: readFileSync("/proc/self/mountinfo", "utf8").split("\n").length,
    controlGroups: ownGroups().reduce((sum, folder) => sum + countFolders(folder), 0),
    files: countFiles(join(directory, "functions")),
  };
}

/** The descriptor that lists the folder is gone when it is looked at. */
function isLasting(fd: string): boolean {
  try {
    readlinkSync(`/proc/self/fd/${fd}`);
    return true;
  } catch {
    return false;
  }
}

function countDescendants(processId: number): number {
  let count = 0;
  for (const task of list(`/proc/${processId}/task`)) {
    for (const child of read(`/proc/${processId}/task/${task}/children`).split(" ").filter(Boolean)) {
      count += 1 + countDescendants(Number(child));
    }
  }
  return count;
}

/** Folders of the driver's record in /run that name this process. */
function ownGroups(): string[] {
  return list("/run")
    .filter((name) => name.startsWith("lambent-"))
    .flatMap((name) => {
      try {
        const record = JSON.parse(read(join("/run", name, "driver.json")));
        return record.processId === process.pid ? (record.controlGroupFolders as string[]) : [];
      } catch {
        return [];
      }
    });
}

function countFolders(folder: string): number {
  return list(folder, true).reduce((sum, name) => sum + 1 + countFolders(join(folder, name)), 0);
}

function countFiles(folder: string): number {
  const folders = new Set(list(folder, true));
  return list(folder).reduce((sum, name) => sum + 1 + (folders.has(name) ? countFiles(join(folder, name)) : 0), 0);
}

function list(folder: string, foldersAlone = false): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => !foldersAlone || entry.isDirectory()).map((entry) => entry.name);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

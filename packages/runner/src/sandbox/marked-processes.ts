import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { isRunning, listProcessIds, listTree, readProcessPlace } from "./process-tree.ts";

/**
 * Processes that belong to a child started in a session of its own: its descendants, what shares its session, and what
 * still has the marker (`NAME=value`) in its environment. A process that leaves all three can't be found.
 */
export function listMarkedProcesses(rootId: number, marker: string): number[] {
  return process.platform === "linux" ? listOnLinux(rootId, marker) : listByPs(rootId, marker);
}

function listOnLinux(rootId: number, marker: string): number[] {
  const found = new Set(listTree(rootId));
  for (const processId of listProcessIds()) {
    if (readProcessPlace(processId)?.sessionId === rootId || hasMarker(processId, marker)) found.add(processId);
  }
  return [...found].filter(isRunning);
}

function hasMarker(processId: number, marker: string): boolean {
  try {
    return readFileSync(`/proc/${processId}/environ`, "latin1").split("\0").includes(marker);
  } catch {
    return false; // gone, or another user's
  }
}

/** BSD ps: -E appends the environment to the command. */
function listByPs(rootId: number, marker: string): number[] {
  const rows = execFileSync("ps", ["-AEww", "-o", "pid=,ppid=,pgid=,stat=,command="], { encoding: "latin1" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s(.*)$/.exec(line))
    .filter((row) => row !== null && !row[4]!.startsWith("Z"))
    .map((row) => ({ id: Number(row![1]), parentId: Number(row![2]), groupId: Number(row![3]), text: row![5]! }));
  const found = new Set(rows.filter((row) => row.id === rootId || row.groupId === rootId).map((row) => row.id));
  for (const row of rows) if (`${row.text} `.includes(` ${marker} `)) found.add(row.id);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const row of rows) if (found.has(row.parentId)) found.add(row.id);
  }
  return [...found];
}

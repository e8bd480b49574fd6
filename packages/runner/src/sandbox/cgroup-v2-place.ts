import { accessSync, constants, mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { ControlGroups } from "./cgroup.port.ts";
import { readProcessIds, tryRemove, tryWrite } from "./cgroup-files.ts";
import { ControlGroupsV2 } from "./cgroup-v2.ts";
import { findUnit, isDelegated } from "./systemd-unit.ts";

/** The group that this process moves into, beside the sandboxes' groups. */
const LEAF = "lambent-server";

/**
 * v2 lets a group have either processes or limited groups inside. So: below our own group when it can be turned over
 * (we move ourselves into a leaf), else beside it or further up, as far as we may write. Beside it as well when systemd
 * keeps the group for itself: it would stop the whole server as soon as one sandbox has reached its memory limit.
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#OOMPolicy=
 * @param member folder of the group that this process is in
 */
export function openControlGroupsV2(
  mountPoint: string,
  member: string,
  groupName: string,
  mayTurnOver = isDelegated,
): ControlGroups | { unavailableBecause: string } {
  // Another driver of this process, or of one that started it, has turned the group over already.
  const own = basename(member) === LEAF ? dirname(member) : member;
  const unit = findUnit(own);
  const lowest = unit && !mayTurnOver(unit) ? dirname(unit.folder) : own;
  if (lowest === member && isAlone(own)) moveMembers(own, join(own, LEAF));
  for (let parent = lowest; parent.startsWith(mountPoint); parent = dirname(parent)) {
    tryWrite(join(parent, "cgroup.subtree_control"), "+memory +pids");
    tryWrite(join(parent, "cgroup.subtree_control"), "+cpu");
    const folder = join(parent, groupName);
    if (!tryMake(folder)) continue;
    if (tryWrite(join(folder, "cgroup.subtree_control"), "+memory +pids") && mayMoveBelow(parent)) {
      return new ControlGroupsV2(folder, tryWrite(join(folder, "cgroup.subtree_control"), "+cpu"));
    }
    tryRemove(folder);
  }
  return { unavailableBecause: "the cgroup v2 controllers memory and pids aren't delegated to this user" };
}

/** True when the group holds nothing but this process and the processes that started it. */
function isAlone(folder: string): boolean {
  const ancestors = new Set<number>();
  for (let id = process.pid; id > 0; id = parentOf(id)) ancestors.add(id);
  const members = readMembers(folder);
  return members.length > 0 && members.every((id) => ancestors.has(id));
}

/** With a 0 for each one outside our process namespace, which we couldn't move. */
function readMembers(folder: string): number[] {
  try {
    return readFileSync(join(folder, "cgroup.procs"), "latin1").split("\n").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function parentOf(processId: number): number {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${processId}/stat`, "latin1"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function moveMembers(from: string, to: string) {
  if (!tryMake(to)) return;
  for (const processId of readProcessIds(from)) tryWrite(join(to, "cgroup.procs"), String(processId));
  // Where none may move, nothing of ours stays.
  tryRemove(to);
}

function tryMake(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

/** A process may only move where it can write cgroup.procs of the common ancestor as well. */
function mayMoveBelow(commonAncestor: string): boolean {
  try {
    accessSync(join(commonAncestor, "cgroup.procs"), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

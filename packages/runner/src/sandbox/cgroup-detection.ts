import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";
import type { ControlGroups } from "./cgroup.port.ts";
import { readKey, readProcessIds, tryRemove, tryWrite } from "./cgroup-files.ts";
import { ControlGroupsV1, type ControllerFoldersV1 } from "./cgroup-v1.ts";
import { ControlGroupsV2 } from "./cgroup-v2.ts";

interface Mount {
  /** Folder of the hierarchy that is mounted. */
  root: string;
  mountPoint: string;
  type: string;
  controllers: readonly string[];
}

/**
 * Finds out by trying where this process may keep control groups with memory and process limits.
 * @returns the groups, or the reason (one clause) why there can't be any.
 */
export function detectControlGroups(groupName: string): ControlGroups | { unavailableBecause: string } {
  const mounts = readMounts();
  const unified = mounts.find((mount) => mount.type === "cgroup2");
  const legacy = mounts.find((mount) => mount.controllers.includes("memory"));
  try {
    if (legacy) return detectV1(mounts, groupName);
    if (unified) return detectV2(unified, groupName);
    return { unavailableBecause: "no cgroup file system with a memory controller is mounted" };
  } catch (error) {
    return { unavailableBecause: `control groups can't be made here (${(error as Error).message})` };
  }
}

function detectV1(mounts: readonly Mount[], groupName: string): ControlGroups | { unavailableBecause: string } {
  const own = (controller: string) => {
    const mount = mounts.find((candidate) => candidate.controllers.includes(controller));
    return mount && ownFolder(mount, controller);
  };
  const folders = { memory: memoryFolderV1(mounts), pids: own("pids"), cpu: own("cpu"), freezer: own("freezer") };
  if (!folders.memory || !folders.pids) return { unavailableBecause: "cgroup v1 is mounted without memory or pids" };
  return new ControlGroupsV1(folders as ControllerFoldersV1, groupName);
}

/**
 * Below our own group where that or one above it has a limit, which then holds for sandboxes too. Else at the top: a
 * session's group should be removable when the session ends.
 */
function memoryFolderV1(mounts: readonly Mount[]): string | undefined {
  const mount = mounts.find((candidate) => candidate.controllers.includes("memory"));
  if (!mount) return undefined;
  const own = ownFolder(mount, "memory");
  const limit = readKey(readFileSync(join(own, "memory.stat"), "latin1"), "hierarchical_memory_limit");
  return limit < totalmem() ? own : mount.mountPoint;
}

/**
 * v2 lets a group have either processes or limited groups inside. So: below our own group when it can be turned over
 * (we move ourselves into a leaf), else beside it or further up, as far as we may write.
 */
function detectV2(mount: Mount, groupName: string): ControlGroups | { unavailableBecause: string } {
  const own = ownFolder(mount, "");
  if (isAlone(own)) {
    const leaf = join(own, "server");
    mkdirSync(leaf, { recursive: true });
    for (const processId of readProcessIds(own)) tryWrite(join(leaf, "cgroup.procs"), String(processId));
  }
  for (let parent = own; parent.startsWith(mount.mountPoint); parent = dirname(parent)) {
    tryWrite(join(parent, "cgroup.subtree_control"), "+memory +pids");
    tryWrite(join(parent, "cgroup.subtree_control"), "+cpu");
    const folder = join(parent, groupName);
    try {
      mkdirSync(folder, { recursive: true });
    } catch {
      continue;
    }
    if (tryWrite(join(folder, "cgroup.subtree_control"), "+memory +pids")) {
      // A process may only move where it can write cgroup.procs of the common ancestor as well.
      if (mayMoveBetween(own, parent)) {
        return new ControlGroupsV2(folder, tryWrite(join(folder, "cgroup.subtree_control"), "+cpu"));
      }
    }
    tryRemove(folder);
  }
  return { unavailableBecause: "the cgroup v2 controllers memory and pids aren't delegated to this user" };
}

/** True when the group holds nothing but this process and the processes that started it. */
function isAlone(folder: string): boolean {
  const ancestors = new Set<number>();
  for (let id = process.pid; id > 0; id = parentOf(id)) ancestors.add(id);
  const members = readProcessIds(folder);
  return members.length > 0 && members.every((id) => ancestors.has(id));
}

function parentOf(processId: number): number {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${processId}/stat`, "latin1"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Rewrites this process' own membership of the common ancestor's subtree: refused exactly when a move would be. */
function mayMoveBetween(own: string, commonAncestor: string): boolean {
  if (process.getuid?.() === 0) return true;
  return own === commonAncestor || isWritable(join(commonAncestor, "cgroup.procs"));
}

function isWritable(path: string): boolean {
  // Writing an empty string changes nothing, yet is refused where a process id would be.
  return existsSync(path) && tryWrite(path, "");
}

function readMounts(): Mount[] {
  const text = readFileSync("/proc/self/mountinfo", "latin1");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const fields = line.split(" ");
      const [type, , options] = fields.slice(fields.indexOf("-") + 1);
      return {
        root: fields[3]!,
        mountPoint: fields[4]!,
        type: type!,
        controllers: type === "cgroup" ? (options ?? "").split(",") : [],
      };
    });
}

/** The folder of this process' own group. In a container the group may be named by a path outside: then the mount itself. */
function ownFolder(mount: Mount, controller: string): string {
  const lines = readFileSync("/proc/self/cgroup", "latin1").split("\n");
  for (const line of lines) {
    const [, controllers = "", ...rest] = line.split(":");
    if (!controllers.split(",").includes(controller)) continue;
    const path = rest.join(":");
    const relative = mount.root === "/" ? path : path.startsWith(mount.root) ? path.slice(mount.root.length) : "";
    const folder = join(mount.mountPoint, relative);
    if (existsSync(folder)) return folder.replace(/\/$/, "");
  }
  return mount.mountPoint;
}

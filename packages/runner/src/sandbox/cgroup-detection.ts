import { existsSync, readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import type { ControlGroups } from "./cgroup.port.ts";
import { readKey } from "./cgroup-files.ts";
import { ControlGroupsV1, type ControllerFoldersV1 } from "./cgroup-v1.ts";
import { openControlGroupsV2 } from "./cgroup-v2-place.ts";

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
    if (unified) return openControlGroupsV2(unified.mountPoint, ownFolder(unified, ""), groupName);
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

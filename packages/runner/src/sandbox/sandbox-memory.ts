import { statfsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import type { ControlGroup } from "./cgroup.port.ts";
import type { MemoryMeter } from "./memory-watchdog.ts";
import { anonymousBytes as anonymousBytesOf, proportionalBytes, residentBytes } from "./process-tree.ts";

/**
 * By the group's counters; files in /tmp, which the kernel counts as shared memory, are taken off, and so is what
 * the processes around the first one inside hold.
 */
export function meterByControlGroup(
  group: ControlGroup,
  initProcessId: () => number | undefined,
  launcherIds: () => readonly number[],
): MemoryMeter {
  return {
    roughBytes: () => group.chargedBytes(),
    async exactBytes() {
      const { anonymousBytes, sharedBytes } = group.memory();
      const initId = initProcessId();
      // Through the root of the sandbox's first process: its / is read-only, so "tmp" can't be a link to elsewhere.
      const tmp = initId === undefined ? undefined : await statfs(`/proc/${initId}/root/tmp`);
      const inTmp = tmp ? (tmp.blocks - tmp.bfree) * tmp.bsize : 0;
      return Math.max(0, anonymousBytes - anonymousBytesOf(launcherIds())) + Math.max(0, sharedBytes - inTmp);
    },
  };
}

/** What the kernel keeps about a file in a tmpfs, at least. */
const INODE_BYTES = 1024;

/** By walking the processes: where there are no control groups. */
export function meterByProcesses(
  processIds: () => readonly number[],
  initProcessId: () => number | undefined = () => undefined,
): MemoryMeter {
  return {
    roughBytes: () => residentBytes(processIds()) + surplusFileBytes(initProcessId()),
    exactBytes: async () => proportionalBytes(processIds()) + surplusFileBytes(initProcessId()),
  };
}

/**
 * Memory of the host that empty files take: a tmpfs has a size, which they don't count towards. As many files as there
 * are pages in it are not held against the function.
 */
function surplusFileBytes(initProcessId: number | undefined): number {
  if (initProcessId === undefined) return 0;
  let bytes = 0;
  for (const folder of ["tmp", "dev/shm"]) {
    const { files, ffree, blocks } = statfsSync(`/proc/${initProcessId}/root/${folder}`);
    bytes += Math.max(0, files - ffree - blocks) * INODE_BYTES;
  }
  return bytes;
}

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

/** By walking the processes: where there are no control groups. */
export function meterByProcesses(processIds: () => readonly number[]): MemoryMeter {
  return {
    roughBytes: () => residentBytes(processIds()),
    exactBytes: async () => proportionalBytes(processIds()),
  };
}

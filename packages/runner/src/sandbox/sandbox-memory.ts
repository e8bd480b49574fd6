import { statfs } from "node:fs/promises";
import type { ControlGroup } from "./cgroup.port.ts";
import type { MemoryMeter } from "./memory-watchdog.ts";
import { listTree, proportionalBytes, residentBytes } from "./process-tree.ts";

/** By the group's counters; files in /tmp, which the kernel counts as shared memory, are taken off. */
export function meterByControlGroup(group: ControlGroup, initProcessId: () => number | undefined): MemoryMeter {
  return {
    roughBytes: () => group.chargedBytes(),
    async exactBytes() {
      const { anonymousBytes, sharedBytes } = group.memory();
      const initId = initProcessId();
      // Through the root of the sandbox's first process: its / is read-only, so "tmp" can't be a link to elsewhere.
      const tmp = initId === undefined ? undefined : await statfs(`/proc/${initId}/root/tmp`);
      const inTmp = tmp ? (tmp.blocks - tmp.bfree) * tmp.bsize : 0;
      return anonymousBytes + Math.max(0, sharedBytes - inTmp);
    },
  };
}

/** By walking the processes: where there are no control groups. */
export function meterByProcesses(rootProcessId: number): MemoryMeter {
  return {
    roughBytes: () => residentBytes(listTree(rootProcessId)),
    exactBytes: async () => proportionalBytes(listTree(rootProcessId)),
  };
}

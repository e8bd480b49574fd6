import { statfsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import type { ControlGroup } from "./cgroup.port.ts";
import type { MemoryMeter } from "./memory-watchdog.ts";
import {
  anonymousBytes as anonymousBytesOf,
  type ProcessPlace,
  proportionalBytes,
  residentBytes,
} from "./process-tree.ts";

/** File systems of a sandbox that are memory of the host. */
export interface MemoryFileSystems {
  /** Not counted as the function's memory. */
  tmp: string;
  others: readonly string[];
}

/** As the first process inside sees them: its / is read-only, so "tmp" can't be a link to elsewhere. */
export function memoryFileSystemsOf({ processId }: ProcessPlace): MemoryFileSystems {
  return { tmp: `/proc/${processId}/root/tmp`, others: [`/proc/${processId}/root/dev/shm`] };
}

/** What a sandbox is measured by. */
export interface MemorySources {
  group: ControlGroup | undefined;
  fileSystems: () => MemoryFileSystems | undefined;
  launcherIds: () => readonly number[];
  idsInside: () => readonly number[];
  /** Where the processes inside don't tell: `SandboxLauncher.heldBytes`. */
  heldBytes: (() => number | undefined) | undefined;
}

export function meterOf({ group, fileSystems, launcherIds, idsInside, heldBytes }: MemorySources): MemoryMeter {
  if (!group) return heldBytes ? meterByLauncher(heldBytes, fileSystems) : meterByProcesses(idsInside, fileSystems);
  const byGroup = meterByControlGroup(group, fileSystems, launcherIds);
  return heldBytes ? meterByLauncherInGroup(heldBytes, fileSystems, byGroup, group) : byGroup;
}

/**
 * By the group's counters; files in /tmp, which the kernel counts as shared memory, are taken off, and so is what
 * the processes around the first one inside hold.
 */
function meterByControlGroup(
  group: ControlGroup,
  fileSystems: () => MemoryFileSystems | undefined,
  launcherIds: () => readonly number[],
): MemoryMeter {
  return {
    roughBytes: () => group.chargedBytes(),
    async exactBytes() {
      const { anonymousBytes, sharedBytes } = group.memory();
      const inTmp = await usedBytes(fileSystems()?.tmp);
      return Math.max(0, anonymousBytes - anonymousBytesOf(launcherIds())) + Math.max(0, sharedBytes - inTmp);
    },
  };
}

async function usedBytes(folder: string | undefined): Promise<number> {
  if (folder === undefined) return 0;
  const { blocks, bfree, bsize } = await statfs(folder);
  return (blocks - bfree) * bsize;
}

/** What the kernel keeps about a file in a tmpfs, at least. */
const INODE_BYTES = 1024;

/** By walking the processes: where there are no control groups. */
export function meterByProcesses(
  processIds: () => readonly number[],
  fileSystems: () => MemoryFileSystems | undefined = () => undefined,
): MemoryMeter {
  return {
    roughBytes: () => residentBytes(processIds()) + surplusFileBytes(fileSystems()),
    exactBytes: async () => proportionalBytes(processIds()) + surplusFileBytes(fileSystems()),
  };
}

/** By what a launcher knows, where the processes don't tell. */
function meterByLauncher(
  heldBytes: () => number | undefined,
  fileSystems: () => MemoryFileSystems | undefined,
): MemoryMeter {
  const bytes = () => (heldBytes() ?? 0) + surplusFileBytes(fileSystems());
  return { roughBytes: bytes, exactBytes: async () => bytes() };
}

/** The same beside a control group, which alone tells of a peak between two looks. */
function meterByLauncherInGroup(
  heldBytes: () => number | undefined,
  fileSystems: () => MemoryFileSystems | undefined,
  byGroup: MemoryMeter,
  group: ControlGroup,
): MemoryMeter {
  let mostInTmp = 0;
  async function look() {
    const inTmp = await usedBytes(fileSystems()?.tmp);
    mostInTmp = Math.max(mostInTmp, inTmp);
    return { inTmp, held: heldBytes() ?? (await byGroup.exactBytes()) };
  }
  return {
    roughBytes: () => group.chargedBytes(),
    exactBytes: async () => (await look()).held,
    // What else is charged now, page cache for the most, is taken to have been so at the peak, and /tmp to have been as full
    // as it was ever seen: a file that came and went unseen counts as memory.
    async peakBytes() {
      const { inTmp, held } = await look();
      const elseBytes = group.chargedBytes() - held + mostInTmp - inTmp;
      return Math.max(held, group.peakChargedBytes() - elseBytes);
    },
  };
}

/**
 * Memory of the host that empty files take: a tmpfs has a size, which they don't count towards. As many files as there
 * are pages in it are not held against the function.
 */
function surplusFileBytes(fileSystems: MemoryFileSystems | undefined): number {
  if (fileSystems === undefined) return 0;
  let bytes = 0;
  for (const folder of [fileSystems.tmp, ...fileSystems.others]) {
    const { files, ffree, blocks } = statfsSync(folder);
    bytes += Math.max(0, files - ffree - blocks) * INODE_BYTES;
  }
  return bytes;
}

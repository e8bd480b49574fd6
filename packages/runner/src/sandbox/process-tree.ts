import { readdirSync, readFileSync } from "node:fs";

/** What /proc/PID/stat says about a process's place. */
export interface ProcessPlace {
  processId: number;
  parentId: number;
  groupId: number;
  sessionId: number;
  /** Clock ticks since boot; with the id it names one process for good. */
  startTicks: number;
}

/** @returns undefined when there is no such process. */
export function readProcessPlace(processId: number): ProcessPlace | undefined {
  try {
    const text = readFileSync(`/proc/${processId}/stat`, "latin1");
    // The command, in parentheses, may itself hold spaces and parentheses.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return {
      processId,
      parentId: Number(fields[1]),
      groupId: Number(fields[2]),
      sessionId: Number(fields[3]),
      startTicks: Number(fields[19]),
    };
  } catch {
    return undefined;
  }
}

export function listProcessIds(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The process and everything it has started that still has it as an ancestor. */
export function listTree(rootId: number): number[] {
  const found = readProcessPlace(rootId) ? [rootId] : [];
  for (let index = 0; index < found.length; index++) found.push(...childrenOf(found[index]!));
  return found;
}

/** Children of every thread of a process. */
function childrenOf(processId: number): number[] {
  try {
    return readdirSync(`/proc/${processId}/task`).flatMap((thread) =>
      readFileSync(`/proc/${processId}/task/${thread}/children`, "latin1").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** USER_HZ: the unit of times in /proc, the same on every architecture that Linux calls its own. */
const TICKS_PER_SECOND = 100;

/** Processor time that the processes have had so far, with that of their ended children. */
export function cpuTimeMs(processIds: readonly number[]): number {
  let ticks = 0;
  for (const processId of processIds) {
    const text = tryRead(`/proc/${processId}/stat`);
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    // utime, stime, cutime, cstime
    for (const field of fields.slice(11, 15)) ticks += Number(field);
  }
  return (ticks * 1000) / TICKS_PER_SECOND;
}

/**
 * The first process of the innermost of the process namespaces that a tree spans.
 * @param depth how many namespaces it is below that of the tree's root.
 * @returns undefined as long as there is none.
 */
export function findNamespaceInit(rootId: number, depth: number): number | undefined {
  return listTree(rootId).find((processId) => {
    const ids = /^NSpid:\t(.+)$/m.exec(tryRead(`/proc/${processId}/status`))?.[1]?.split("\t") ?? [];
    return ids.length > depth && ids.at(-1) === "1";
  });
}

/** The process's ancestors up to and with the root; none when it has outlived one of them and is another's child now. */
export function listAncestors(processId: number, rootId: number): number[] {
  const found: number[] = [];
  for (let id = processId; id !== rootId; ) {
    const parentId = readProcessPlace(id)?.parentId ?? 0;
    if (parentId <= 1) return [];
    found.push(parentId);
    id = parentId;
  }
  return found;
}

const KIB = 1024;

/**
 * Peak memory of processes: the most each has held (VmHWM), file-backed pages, which are mostly the interpreter that
 * all share, counted once.
 */
export function peakResidentBytes(processIds: readonly number[]): number {
  let privateBytes = 0;
  let fileBytes = 0;
  for (const processId of processIds) {
    const status = tryRead(`/proc/${processId}/status`);
    const file = kibOf(status, "RssFile") * KIB;
    privateBytes += Math.max(0, kibOf(status, "VmHWM") * KIB - file);
    fileBytes = Math.max(fileBytes, file);
  }
  return privateBytes + fileBytes;
}

/** What the processes have for themselves, without files: cheap, and 0 for those that are gone. */
export function anonymousBytes(processIds: readonly number[]): number {
  return processIds.reduce((sum, id) => sum + kibOf(tryRead(`/proc/${id}/status`), "RssAnon") * KIB, 0);
}

/** Resident memory, shared pages counted in each process: an upper bound, cheap to read. */
export function residentBytes(processIds: readonly number[]): number {
  const pageBytes = 4 * KIB;
  return processIds.reduce((sum, id) => sum + Number(tryRead(`/proc/${id}/statm`).split(" ")[1] ?? 0) * pageBytes, 0);
}

/** Anonymous and shared memory, each shared page divided among its users: exact, but costs the kernel a page walk. */
export function proportionalBytes(processIds: readonly number[]): number {
  let kib = 0;
  for (const processId of processIds) {
    const rollup = tryRead(`/proc/${processId}/smaps_rollup`);
    kib += kibOf(rollup, "Pss_Anon") + kibOf(rollup, "Pss_Shmem") + kibOf(rollup, "SwapPss");
  }
  return kib * KIB;
}

const kibOf = (text: string, key: string) => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);

function tryRead(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

/** False also for a process that has ended but wasn't reaped yet. */
export const isRunning = (processId: number) => !/^[ZX]?$/.test(stateOf(processId));

/** Whether it is stopped by a signal, or has ended. */
export const isAtRest = (processId: number) => /^[TZX]?$/.test(stateOf(processId));

/** The letter of proc(5) for what a process is doing; empty when there is none. */
function stateOf(processId: number): string {
  const stat = tryRead(`/proc/${processId}/stat`);
  return stat && stat.slice(stat.lastIndexOf(")") + 2)[0]!;
}

import { readFileSync } from "node:fs";

/** The processes of each sandbox of this process. */
export function sandboxTrees(): number[][] {
  return childrenOf(process.pid)
    .filter((id) => readText(`/proc/${id}/comm`).trim() === "bwrap")
    .map((id) => [id, ...descendantsOf(id)]);
}

/** Whether the process is there and isn't merely waiting for its parent to take note of its end. */
export function isRunning(processId: number): boolean {
  const stat = readText(`/proc/${processId}/stat`);
  return stat !== "" && !/^ [ZX]/.test(stat.slice(stat.lastIndexOf(")") + 1));
}

/** What the file says; nothing when it isn't there. */
export function readText(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

function descendantsOf(processId: number): number[] {
  return childrenOf(processId).flatMap((id) => [id, ...descendantsOf(id)]);
}

function childrenOf(processId: number): number[] {
  return readText(`/proc/${processId}/task/${processId}/children`).split(" ").filter(Boolean).map(Number);
}

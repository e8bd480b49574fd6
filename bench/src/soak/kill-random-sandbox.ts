import { readdirSync, readFileSync } from "node:fs";

/** Sends SIGKILL to one of this process' sandboxes, as an operator or the kernel might. @returns how many: 0 or 1. */
export function killRandomSandbox(): number {
  const sandboxes = readdirSync("/proc/self/task")
    .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, "utf8").split(" "))
    .filter((processId) => processId !== "" && isSandbox(processId));
  const chosen = sandboxes[Math.floor(Math.random() * sandboxes.length)];
  if (chosen === undefined) return 0;
  try {
    process.kill(Number(chosen), "SIGKILL");
    return 1;
  } catch {
    return 0; // it ended meanwhile
  }
}

function isSandbox(processId: string): boolean {
  try {
    return readFileSync(`/proc/${processId}/comm`, "utf8").trim() === "bwrap";
  } catch {
    return false;
  }
}

import { readdirSync, readFileSync } from "node:fs";
import { CHANNEL_FD } from "./bwrap-arguments.ts";

const O_CLOEXEC = 0o2000000;

/**
 * Descriptors that this process was started with and that would stay open in its children, sandboxes included. What
 * Node.js opens itself closes on exec.
 */
export function findInheritedFds(): number[] {
  return readdirSync("/proc/self/fd")
    .map(Number)
    .filter((fd) => fd > CHANNEL_FD && !closesOnExec(fd));
}

function closesOnExec(fd: number): boolean {
  try {
    const flags = /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "latin1"))?.[1] ?? "0";
    return (Number.parseInt(flags, 8) & O_CLOEXEC) !== 0;
  } catch {
    return true; // the descriptor that listed the folder
  }
}

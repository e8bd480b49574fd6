import { constants } from "node:os";
import type { SandboxExit } from "./sandbox.port.ts";

/** Signals that end a process by default: what launchers report as 128 + number. */
const FATAL_SIGNALS: readonly NodeJS.Signals[] = [
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGILL",
  "SIGTRAP",
  "SIGABRT",
  "SIGBUS",
  "SIGFPE",
  "SIGKILL",
  "SIGUSR1",
  "SIGSEGV",
  "SIGUSR2",
  "SIGPIPE",
  "SIGALRM",
  "SIGTERM",
  "SIGSYS",
];

/**
 * A launcher ends with 128 + n when the command was ended by signal n. A command that itself exits with such a code (which by
 * custom means the same) can't be told apart.
 */
export function translateExit(
  exitCode: number | null,
  signal: NodeJS.Signals | null,
): Pick<SandboxExit, "exitCode" | "signal"> {
  if (exitCode === null) return { exitCode, signal };
  const inner = FATAL_SIGNALS.find((name) => 128 + constants.signals[name] === exitCode);
  return inner ? { exitCode: null, signal: inner } : { exitCode, signal: null };
}

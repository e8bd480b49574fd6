import { constants } from "node:os";
import type { SandboxExit } from "../sandbox/sandbox.port.ts";

/** Words of Go's `os.ProcessState`, which AWS's log lines carry. */
const SIGNAL_WORDS: Readonly<Record<string, string>> = {
  SIGILL: "illegal instruction",
  SIGTRAP: "trace/breakpoint trap",
  SIGABRT: "aborted",
  SIGBUS: "bus error",
  SIGFPE: "floating point exception",
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
  SIGSYS: "bad system call",
};

/**
 * A launcher reports a signal as exit code 128 + its number, and a driver can't tell that from a runtime which exits with
 * such a code: AWS's own does, with 128 and 129. Inside a sandbox nobody else sends signals, so only those of a crash count.
 */
const CRASH_SIGNALS = [
  "SIGILL",
  "SIGTRAP",
  "SIGABRT",
  "SIGBUS",
  "SIGFPE",
  "SIGKILL",
  "SIGSEGV",
  "SIGTERM",
  "SIGSYS",
] as const satisfies readonly NodeJS.Signals[];

export interface RuntimeExit {
  exitCode: number | null;
  signal: string | null;
}

export function runtimeExitOf(exit: SandboxExit): RuntimeExit {
  const exitCode = exit.signal === null ? exit.exitCode : 128 + constants.signals[exit.signal];
  const signal = CRASH_SIGNALS.find((name) => 128 + constants.signals[name] === exitCode);
  return signal ? { exitCode: null, signal } : { exitCode, signal: null };
}

/** Node's own code for a module or handler whose promise can never settle. */
const NODE_UNSETTLED_EXIT_CODE = 13;

/** The error type and sentence with which AWS words an exit. @see spec: lambda §4.2 */
export function describeExit(exit: RuntimeExit, runtime: string): { errorType: string; sentence: string } {
  if (exit.exitCode === NODE_UNSETTLED_EXIT_CODE && runtime.startsWith("nodejs")) {
    return {
      errorType: "Runtime.NodeJsExit",
      sentence:
        "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes",
    };
  }
  const errorType = "Runtime.ExitError";
  if (exit.signal !== null) {
    return { errorType, sentence: `Runtime exited with error: signal: ${SIGNAL_WORDS[exit.signal] ?? exit.signal}` };
  }
  if (exit.exitCode === 0 || exit.exitCode === null) {
    return { errorType, sentence: "Runtime exited without providing a reason" };
  }
  return { errorType, sentence: `Runtime exited with error: exit status ${exit.exitCode}` };
}

/**
 * How one invocation ended. Closed: every consumer switches exhaustively, and whose fault it was follows from `kind`.
 * Payloads are the bytes that the caller receives; error payloads are JSON as AWS words it.
 */
export type Outcome =
  | { kind: "succeeded"; payload: Uint8Array }
  /** The handler threw or returned what can't be serialised. */
  | { kind: "functionError"; errorType: string; payload: Uint8Array }
  /** Loading the code failed: missing module, missing handler, syntax error, an exception while loading. */
  | { kind: "initFailed"; errorType: string; payload: Uint8Array }
  | { kind: "timedOut"; limitMs: number; payload: Uint8Array }
  | { kind: "outOfMemory"; limitMb: number; payload: Uint8Array }
  /** The process ended before it answered: `process.exit`, a signal, a crash. */
  | { kind: "exited"; exitCode: number | null; signal: string | null; payload: Uint8Array }
  | { kind: "responseTooLarge"; limitBytes: number; payload: Uint8Array }
  /** No environment may be started now; the edge answers 429. */
  | {
      kind: "throttled";
      reason: ThrottleReason;
      /** What is used up: the function's reserved concurrency, or what it shares with others. Absent when it's the host. */
      limit?: number;
    }
  /** Our own fault or the host's: the sandbox could not be started or kept. */
  | { kind: "sandboxFault"; message: string };

export type OutcomeKind = Outcome["kind"];

export type ThrottleReason = "ConcurrentInvocationLimitExceeded" | "ReservedFunctionConcurrentInvocationLimitExceeded";

/** Kinds that AWS reports with HTTP 200 and `X-Amz-Function-Error: Unhandled`. */
export const FUNCTION_ERROR_KINDS = [
  "functionError",
  "initFailed",
  "timedOut",
  "outOfMemory",
  "exited",
  "responseTooLarge",
] as const satisfies readonly OutcomeKind[];

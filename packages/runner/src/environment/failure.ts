import type { Outcome } from "@lambent/model";
import { exitPayload, timedOutPayload } from "./error-payloads.ts";
import { describeExit } from "./exit-description.ts";
import { exitLine, type PlatformStatus, timedOutLine } from "./platform-log-lines.ts";
import type { ProcessEnd } from "./process-event.ts";

/** Ways in which an init or an invocation ends without an answer; the first cause is the one that is told. */
export type Failure =
  | { kind: "timedOut" }
  | { kind: "ended"; end: ProcessEnd }
  | { kind: "initError"; errorType: string; payload: Uint8Array }
  /** A custom runtime without a program that could be started. */
  | { kind: "invalidEntrypoint"; sentence: string };

const INVALID_ENTRYPOINT = "Runtime.InvalidEntrypoint";

export interface FailureContext {
  requestId: string;
  /** For instance `nodejs20.x`. */
  runtime: string;
  timeoutMs: number;
  memoryMb: number;
  nowMs: number;
}

/** What the caller gets, what REPORT says, and the line that stands between START and END. */
export interface ToldFailure {
  outcome: Outcome;
  status: PlatformStatus;
  line?: string;
}

export function tellFailure(failure: Failure, context: FailureContext): ToldFailure {
  switch (failure.kind) {
    case "timedOut":
      return {
        outcome: {
          kind: "timedOut",
          limitMs: context.timeoutMs,
          payload: timedOutPayload(context.requestId, context.timeoutMs),
        },
        status: { kind: "timeout" },
        line: timedOutLine(context.nowMs, context.requestId, context.timeoutMs),
      };
    case "initError":
      return {
        outcome: { kind: "initFailed", errorType: failure.errorType, payload: failure.payload },
        status: { kind: "error", errorType: failure.errorType },
      };
    case "invalidEntrypoint":
      return {
        outcome: {
          kind: "initFailed",
          errorType: INVALID_ENTRYPOINT,
          payload: exitPayload(context.requestId, INVALID_ENTRYPOINT, failure.sentence),
        },
        status: { kind: "error", errorType: INVALID_ENTRYPOINT },
        line: exitLine(context.requestId, INVALID_ENTRYPOINT, failure.sentence),
      };
    case "ended":
      return tellEnd(failure.end, context);
  }
}

/** Error type of a failure as INIT_REPORT and REPORT name it. */
export function failureStatus(failure: Failure, runtime: string): PlatformStatus {
  if (failure.kind === "timedOut") return { kind: "timeout" };
  if (failure.kind === "initError") return { kind: "error", errorType: failure.errorType };
  if (failure.kind === "invalidEntrypoint") return { kind: "error", errorType: INVALID_ENTRYPOINT };
  return { kind: "error", errorType: describeExit(failure.end, runtime).errorType };
}

function tellEnd(end: ProcessEnd, context: FailureContext): ToldFailure {
  const { errorType, sentence } = describeExit(end, context.runtime);
  const payload = exitPayload(context.requestId, errorType, sentence);
  const why = end.controlError
    ? `LAMBENT_ERROR: The environment was ended: ${end.controlError.message}. File descriptors 3 and 4 belong to the runtime.\n`
    : "";
  if (end.hostFault !== undefined) {
    const outcome = { kind: "sandboxFault", message: end.hostFault } as const;
    return { outcome, status: { kind: "error", errorType } };
  }
  return {
    outcome: end.outOfMemory
      ? { kind: "outOfMemory", limitMb: context.memoryMb, payload }
      : { kind: "exited", exitCode: end.exitCode, signal: end.signal, payload },
    status: { kind: "error", errorType },
    line: why + exitLine(context.requestId, errorType, sentence),
  };
}

import type { InvocationReport } from "./runner.port.ts";

export const throttled = { kind: "throttled", reason: "ConcurrentInvocationLimitExceeded" } as const;
export const beingClosed = { kind: "sandboxFault", message: "The server is being shut down." } as const;

/** A report of an invocation that no environment has seen. */
export function unserved(outcome: InvocationReport["outcome"]): InvocationReport {
  return {
    outcome,
    environmentId: "",
    logStreamName: "",
    coldStart: false,
    durationMs: 0,
    billedDurationMs: 0,
    maxMemoryUsedMb: 0,
    phases: { invokeUs: 0 },
  };
}

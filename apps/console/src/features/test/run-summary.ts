import type { InvocationResult, OutcomeKind } from "@lambent/model";

export interface SummaryField {
  label: string;
  value: string;
}

/** The Summary of a run, in the console's order; Init duration only when an environment had to start. */
export function runSummary(result: InvocationResult, executionTime: string): SummaryField[] {
  const fields: (SummaryField | false)[] = [
    { label: "Code SHA-256", value: result.codeSha256 },
    { label: "Execution time", value: executionTime },
    { label: "Function version", value: result.executedVersion },
    { label: "Request ID", value: result.requestId },
    result.initDurationMs !== undefined && { label: "Init duration", value: milliseconds(result.initDurationMs) },
    { label: "Duration", value: milliseconds(result.durationMs) },
    { label: "Billed duration", value: `${result.billedDurationMs} ms` },
    { label: "Resources configured", value: `${result.memoryMb} MB` },
    { label: "Max memory used", value: `${result.maxMemoryUsedMb} MB` },
  ];
  return fields.filter((field) => field !== false);
}

/** As REPORT lines print it: two decimals at most, no grouping. */
function milliseconds(duration: number): string {
  return `${Number(duration.toFixed(2))} ms`;
}

/** One sentence about a failed run: the payload's own error where it has one, else what the outcome means. */
export function failureMessage(
  result: Pick<InvocationResult, "outcome" | "response" | "throttleReason" | "throttleLimit">,
): string {
  if (result.outcome === "throttled") return `The function didn't run: ${throttleExplanation(result)}`;
  if (result.outcome === "sandboxFault") return result.response;
  const { errorType, errorMessage } = errorPayload(result.response);
  return [errorType, errorMessage].filter(Boolean).join(": ") || OUTCOME_MEANINGS[result.outcome];
}

/** AWS's answer to a throttled invocation. @see spec: lambda §1.5 */
export const THROTTLED_STATUS = "429 TooManyRequestsException: Rate Exceeded.";

/** What has no room left, and the two ways to go on. */
function throttleExplanation({
  throttleReason,
  throttleLimit,
}: Pick<InvocationResult, "throttleReason" | "throttleLimit">): string {
  if (throttleLimit === undefined) {
    return "this host can't run more at the moment. Try again when other invocations have ended.";
  }
  if (throttleReason === "ConcurrentInvocationLimitExceeded") {
    return `the concurrency that it shares with other functions (${throttleLimit}) is used up. Try again when other invocations have ended, or reserve concurrency for this function.`;
  }
  return throttleLimit === 0
    ? "its reserved concurrency is 0, so every invocation is throttled. Raise it, or use the unreserved account concurrency."
    : `its reserved concurrency (${throttleLimit}) is used up. Try again when other invocations of it have ended, or raise it.`;
}

const OUTCOME_MEANINGS: Record<OutcomeKind, string> = {
  succeeded: "The function succeeded.",
  functionError: "The function failed.",
  initFailed: "The code could not be loaded.",
  timedOut: "The function took longer than its timeout allows.",
  outOfMemory: "The function needed more memory than it has.",
  exited: "The function's process ended before it answered.",
  responseTooLarge: "The function's response is larger than 6 MB.",
  throttled: "The invocation was throttled.",
  sandboxFault: "The environment could not be started.",
};

export interface Remedy {
  text: string;
  /** Page of the function to open, under /functions/<name>. */
  path: "edit/basic-settings" | "edit/runtime-settings" | "edit/concurrency";
}

/** The setting that most likely ended the run, when there is one. */
export function remedyOf({
  outcome,
  errorType,
  throttleLimit,
}: Pick<InvocationResult, "outcome" | "errorType" | "throttleLimit">): Remedy | null {
  if (outcome === "throttled" && throttleLimit !== undefined) {
    return { text: "Edit concurrency", path: "edit/concurrency" };
  }
  if (outcome === "timedOut") return { text: "Increase the timeout", path: "edit/basic-settings" };
  if (outcome === "outOfMemory") return { text: "Increase the memory", path: "edit/basic-settings" };
  const wrongHandler = errorType === "Runtime.HandlerNotFound" || errorType === "Runtime.MalformedHandlerName";
  return wrongHandler ? { text: "Change the handler", path: "edit/runtime-settings" } : null;
}

function errorPayload(response: string): { errorType?: string; errorMessage?: string } {
  try {
    const payload: unknown = JSON.parse(response);
    if (typeof payload !== "object" || payload === null) return {};
    const { errorType, errorMessage } = payload as Record<string, unknown>;
    return {
      errorType: typeof errorType === "string" ? errorType : undefined,
      errorMessage: typeof errorMessage === "string" ? errorMessage : undefined,
    };
  } catch {
    return {};
  }
}

import type { InvocationResult } from "@lambent/model";
import type { Invocation } from "./invoke.ts";
import { isFunctionError, outcomeErrorType, outcomePayload, throttleFacts } from "./outcome-facts.ts";
import { payloadText } from "./payload-text.ts";

/** More than anybody reads on a page, and little enough that the page stays quick. */
export const SHOWN_RESPONSE_LIMIT_BYTES = 1_048_576;

/** What a person who ran a test is shown of an invocation. */
export function invocationResult({
  requestId,
  definition: { configuration },
  report,
  outcome,
  logTail,
  startedMs,
}: Invocation): InvocationResult {
  const response = payloadText(outcomePayload(outcome), SHOWN_RESPONSE_LIMIT_BYTES);
  const errorType = outcomeErrorType(outcome);
  return {
    requestId,
    outcome: outcome.kind,
    functionError: isFunctionError(outcome),
    // No payload exists when the host failed; what it says is the answer that a person needs.
    response: outcome.kind === "sandboxFault" ? outcome.message : response.text,
    responseTruncated: response.truncated,
    logTail,
    executedVersion: configuration.version,
    codeSha256: configuration.codeSha256,
    durationMs: report.durationMs,
    billedDurationMs: report.billedDurationMs,
    ...(report.initDurationMs !== undefined && { initDurationMs: report.initDurationMs }),
    memoryMb: configuration.memoryMb,
    maxMemoryUsedMb: report.maxMemoryUsedMb,
    startedMs,
    logStreamName: report.logStreamName,
    ...(errorType !== undefined && { errorType }),
    ...throttleFacts(outcome),
  };
}

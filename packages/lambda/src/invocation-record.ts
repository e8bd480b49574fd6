import { type InvocationRecord, RECORDED_PAYLOAD_LIMIT_BYTES } from "@lambent/model";
import type { Invocation, Invoke } from "./invoke.ts";
import { outcomeErrorType, outcomePayload } from "./outcome-facts.ts";
import { payloadText } from "./payload-text.ts";

/** What is remembered of an invocation. */
export function invocationRecord(
  { requestId, definition: { configuration, environment }, report, outcome, startedMs }: Invocation,
  payload: Uint8Array,
  { testEventName, attempt }: Pick<Invoke, "testEventName" | "attempt">,
  /** What was streamed, or its beginning; the outcome of such an invocation has no payload. */
  streamed?: Uint8Array,
): InvocationRecord {
  const event = payloadText(payload, RECORDED_PAYLOAD_LIMIT_BYTES);
  const response = payloadText(
    outcome.kind === "succeeded" && streamed ? streamed : outcomePayload(outcome),
    RECORDED_PAYLOAD_LIMIT_BYTES,
  );
  const errorType = outcomeErrorType(outcome);
  return {
    requestId,
    functionName: configuration.functionName,
    functionArn: environment.functionArn,
    executedVersion: configuration.version,
    startedMs,
    outcome: outcome.kind,
    coldStart: report.coldStart,
    durationMs: report.durationMs,
    billedDurationMs: report.billedDurationMs,
    memoryMb: configuration.memoryMb,
    maxMemoryUsedMb: report.maxMemoryUsedMb,
    logGroupName: configuration.logGroupName,
    logStreamName: report.logStreamName,
    codeSha256: configuration.codeSha256,
    event: event.text,
    eventTruncated: event.truncated,
    response: response.text,
    responseTruncated: response.truncated,
    // Last: V8 takes a slow way for whatever stands after a spread.
    ...(errorType !== undefined && { errorType }),
    ...(report.initDurationMs !== undefined && { initDurationMs: report.initDurationMs }),
    ...(attempt !== undefined && { invocationType: "Event" as const, attempt }),
    ...(testEventName !== undefined && { testEventName }),
  };
}

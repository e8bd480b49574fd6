import {
  type EventInvokeConfig,
  MAXIMUM_EVENT_AGE_SECONDS_DEFAULT,
  MAXIMUM_RETRY_ATTEMPTS_DEFAULT,
} from "@lambent/model";
import type { EventProgress, QueuedEvent } from "@lambent/store";
import type { Invocation } from "../invoke.ts";
import { functionHasRun } from "../outcome-facts.ts";
import { backOffMs, retryDelayMs } from "./retry-schedule.ts";

/** Why an event has ended, in AWS's words. */
export type EndCondition = "Success" | "RetriesExhausted" | "EventAgeExceeded" | "ZeroReservedConcurrency";

/** What becomes of an event after an attempt: it has ended, or it is due again later. */
export type AttemptEnd =
  | { kind: "ended"; condition: EndCondition; invokeCount: number }
  | { kind: "postponed"; progress: EventProgress };

/** Absent when the service failed before anything could run. */
type Attempted = Pick<Invocation, "outcome"> | undefined;

export function maximumAgeMs({ maximumEventAgeInSeconds }: Partial<EventInvokeConfig>): number {
  return (maximumEventAgeInSeconds ?? MAXIMUM_EVENT_AGE_SECONDS_DEFAULT) * 1_000;
}

/** Judges an attempt by the configuration as it is now. @see spec: lambda §4.3 */
export function attemptEnd(
  event: QueuedEvent,
  attempted: Attempted,
  config: Partial<EventInvokeConfig>,
  nowMs: number,
): AttemptEnd {
  const outcome = attempted?.outcome;
  const hasRun = outcome !== undefined && functionHasRun(outcome);
  const invokeCount = event.invokeCount + (hasRun ? 1 : 0);
  const ended = (condition: EndCondition): AttemptEnd => ({ kind: "ended", condition, invokeCount });
  const dueAfter = (delayMs: number, postponements: number): AttemptEnd => {
    const dueMs = nowMs + delayMs;
    // Judged ahead: what would be too old when its time comes isn't kept until then.
    if (dueMs - event.acceptedMs > maximumAgeMs(config)) return ended("EventAgeExceeded");
    return { kind: "postponed", progress: { dueMs, invokeCount, postponements } };
  };

  if (outcome?.kind === "succeeded") return ended("Success");
  if (hasRun) {
    const retries = invokeCount - 1;
    const maximumRetries = config.maximumRetryAttempts ?? MAXIMUM_RETRY_ATTEMPTS_DEFAULT;
    return retries >= maximumRetries ? ended("RetriesExhausted") : dueAfter(retryDelayMs(retries), 0);
  }
  if (outcome?.kind === "throttled" && outcome.limit === 0) {
    if (outcome.reason === "ReservedFunctionConcurrentInvocationLimitExceeded") return ended("ZeroReservedConcurrency");
  }
  return dueAfter(backOffMs(event.postponements), event.postponements + 1);
}

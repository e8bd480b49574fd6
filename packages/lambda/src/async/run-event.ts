import {
  DomainError,
  type EventInvokeConfig,
  FunctionNotFound,
  functionArn,
  LATEST,
  RecursiveInvocation,
} from "@lambent/model";
import type { EventProgress, NewQueuedEvent, QueuedEvent } from "@lambent/store";
import { type Invocation, invoke } from "../invoke.ts";
import { functionHasRun } from "../outcome-facts.ts";
import type { Ports } from "../ports.ts";
import { attemptEnd, maximumAgeMs } from "./attempt-end.ts";
import { destinationEvent } from "./destination-event.ts";
import type { EndedEvent } from "./destination-record.ts";
import { nextRun } from "./next-run.ts";

/** What is to be written of an event after an attempt. */
export type Settlement =
  /** `next`: what its destination gets, in the same transaction. */
  { kind: "finished"; next?: NewQueuedEvent } | { kind: "postponed"; progress: EventProgress };

export interface EventRun {
  settlement: Settlement;
  /** Whether there was no room for it, or no working host: others of the function would fare the same. */
  refused: boolean;
  /** The service's own failure, for whoever looks after it. */
  fault?: unknown;
}

/** Tries an event once and says what becomes of it. Never throws. */
export async function runEvent(ports: Ports, event: QueuedEvent): Promise<EventRun> {
  let config: Partial<EventInvokeConfig> = {};
  try {
    config = await configOf(ports, event);
    const nowMs = ports.clock.now().getTime();
    // It may have waited for a server that was down, or behind others of its function.
    if (nowMs - event.acceptedMs > maximumAgeMs(config)) {
      return finish(ports, config, { event, condition: "EventAgeExceeded", invokeCount: event.invokeCount });
    }
    const invocation = await attempt(ports, event, nowMs);
    return await judge(ports, event, invocation);
  } catch (error) {
    // The function or its qualifier was deleted: there is nothing left to run, and nobody to tell.
    if (error instanceof FunctionNotFound) return drop(ports, event);
    if (error instanceof RecursiveInvocation) return { settlement: { kind: "finished" }, refused: false };
    const run = await judge(ports, event, undefined, config);
    // A refusal (the function isn't active at the moment) is no failure of the service.
    return error instanceof DomainError ? run : { ...run, fault: error };
  }
}

/** By the configuration of the event's qualifier as it is now. */
async function configOf({ eventInvokeConfigs }: Ports, { functionName, qualifier }: QueuedEvent) {
  return (await eventInvokeConfigs.get(functionName)).get(qualifier) ?? {};
}

async function attempt(ports: Ports, event: QueuedEvent, nowMs: number): Promise<Invocation> {
  const lineage = await nextRun(ports, event.functionName, event.lineage);
  ports.telemetry.metrics.observeEventAge(functionArn(event.scope, event.functionName), nowMs - event.acceptedMs);
  return invoke(ports, {
    functionName: event.functionName,
    // Who names no qualifier finds none in the ARN that the function sees.
    ...(event.qualifier !== LATEST && { qualifier: event.qualifier }),
    payload: event.payload,
    clientContext: event.clientContext,
    requestId: event.requestId,
    lineage,
    attempt: event.invokeCount + 1,
  });
}

async function judge(
  ports: Ports,
  event: QueuedEvent,
  invocation: Invocation | undefined,
  config?: Partial<EventInvokeConfig>,
): Promise<EventRun> {
  // Read again: a run may take a quarter of an hour, in which its configuration may have changed.
  const current = config ?? (await configOf(ports, event));
  const end = attemptEnd(event, invocation, current, ports.clock.now().getTime());
  const hasRun = invocation !== undefined && functionHasRun(invocation.outcome);
  if (end.kind === "postponed") return { settlement: end, refused: !hasRun };
  const { condition, invokeCount } = end;
  const finished = finish(ports, current, { event, condition, invokeCount, ...(hasRun && { invocation }) });
  return { ...finished, refused: !hasRun && condition !== "ZeroReservedConcurrency" };
}

function finish(ports: Ports, config: Partial<EventInvokeConfig>, ended: Omit<EndedEvent, "at">): EventRun {
  const { event, condition } = ended;
  if (condition !== "Success") {
    ports.telemetry.metrics.countEvent(functionArn(event.scope, event.functionName), "asyncEventsDropped");
  }
  const next = destinationEvent(ports, config, { ...ended, at: ports.clock.now() });
  return { settlement: { kind: "finished", ...(next && { next }) }, refused: false };
}

function drop({ telemetry }: Ports, { scope, functionName }: QueuedEvent): EventRun {
  telemetry.metrics.countEvent(functionArn(scope, functionName), "asyncEventsDropped");
  return { settlement: { kind: "finished" }, refused: false };
}

import { functionArn, LATEST, ResourceConflict } from "@lambent/model";
import { definitionOf } from "./definition-of.ts";
import { asyncEventPayload } from "./event-payload.ts";
import type { Ports } from "./ports.ts";

export interface InvokeAsync {
  functionName: string;
  /** A version's number or an alias; `$LATEST` when omitted. Decides when the event runs, and by which configuration. */
  qualifier?: string;
  /** The event's bytes as sent, up to 1 MiB. */
  payload: Uint8Array;
  /** JSON text of the decoded client context. */
  clientContext?: string;
  /** By which its caller knows it; a new one when omitted. */
  requestId?: string;
  /** What has led to this invocation, as in the `Lineage` of the caller's `X-Amzn-Trace-Id`. */
  lineage?: string;
}

/**
 * Takes an event for a function and answers as soon as it is on disk; it runs at least once, however the server ends.
 * @throws FunctionNotFound, PayloadTooLarge, InvalidRequestContent, ResourceConflict
 * @see spec: lambda §4.3
 */
export async function invokeAsync(ports: Ports, input: InvokeAsync): Promise<{ requestId: string }> {
  const { scope, store, telemetry, clock, ids } = ports;
  const { functionName, qualifier = LATEST, clientContext, lineage } = input;
  const payload = asyncEventPayload(input.payload);
  const { configuration } = await definitionOf(ports, functionName, qualifier);
  if (configuration.state !== "Active") throw ResourceConflict.inState(configuration.state);
  const requestId = input.requestId ?? ids.uuid();
  const acceptedMs = clock.now().getTime();
  await store.queuedEvents.add({
    ...{ scope, functionName, qualifier, requestId, payload, acceptedMs },
    ...(clientContext !== undefined && { clientContext }),
    ...(lineage !== undefined && { lineage }),
  });
  telemetry.metrics.countEvent(functionArn(scope, functionName), "asyncEventsReceived");
  return { requestId };
}

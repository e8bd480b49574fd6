import {
  ASYNC_PAYLOAD_LIMIT_BYTES,
  type EventInvokeConfig,
  functionArn,
  LATEST,
  parseFunctionReference,
} from "@lambent/model";
import type { NewQueuedEvent } from "@lambent/store";
import type { Ports } from "../ports.ts";
import { destinationRecord, type EndedEvent } from "./destination-record.ts";
import { extendLineage } from "./lineage.ts";

/**
 * The event by which a destination learns how another one has ended; undefined when there is none to be told. Whether the
 * destination exists shows when the event is tried, as with any other.
 */
export function destinationEvent(
  { ids, telemetry }: Ports,
  { destinationConfig }: Partial<EventInvokeConfig>,
  ended: EndedEvent,
): NewQueuedEvent | undefined {
  const { event, condition, at } = ended;
  const { destination } = (condition === "Success" ? destinationConfig?.onSuccess : destinationConfig?.onFailure) ?? {};
  const target = destination === undefined ? null : parseFunctionReference(destination);
  if (target === null) return undefined;
  const arn = functionArn(event.scope, event.functionName);
  const payload = destinationRecord(ended);
  if (payload.byteLength > ASYNC_PAYLOAD_LIMIT_BYTES) {
    telemetry.metrics.countEvent(arn, "destinationDeliveryFailures");
    return undefined;
  }
  return {
    scope: event.scope,
    functionName: target.functionName,
    qualifier: target.qualifier ?? LATEST,
    requestId: ids.uuid(),
    payload,
    lineage: extendLineage(event.lineage, arn).text,
    acceptedMs: at.getTime(),
  };
}

import { functionArn } from "@lambent/model";
import type { QueuedEvent } from "@lambent/store";
import type { Invocation } from "../invoke.ts";
import { isFunctionError, outcomePayload } from "../outcome-facts.ts";
import type { EndCondition } from "./attempt-end.ts";

export interface EndedEvent {
  event: QueuedEvent;
  condition: EndCondition;
  /** Times that the function has run. */
  invokeCount: number;
  /** The last run; absent when the event ended without one. */
  invocation?: Invocation;
  at: Date;
}

/**
 * What a destination is told, as JSON in AWS's order of members. Event and response stand in it as they were, unparsed, so
 * that no number loses a digit. @see spec: lambda §4.3
 */
export function destinationRecord({ event, condition, invokeCount, invocation, at }: EndedEvent): Uint8Array {
  const members = [
    `"version":"1.0"`,
    `"timestamp":${JSON.stringify(at.toISOString())}`,
    `"requestContext":${JSON.stringify({
      requestId: event.requestId,
      functionArn: functionArn(event.scope, event.functionName, event.qualifier),
      condition,
      approximateInvokeCount: invokeCount,
    })}`,
    `"requestPayload":${text(event.payload)}`,
  ];
  if (invocation !== undefined) {
    const { definition, outcome } = invocation;
    const responseContext = {
      statusCode: 200,
      executedVersion: definition.configuration.version,
      ...(isFunctionError(outcome) && { functionError: "Unhandled" }),
    };
    members.push(
      `"responseContext":${JSON.stringify(responseContext)}`,
      `"responsePayload":${jsonText(outcomePayload(outcome))}`,
    );
  }
  return new TextEncoder().encode(`{${members.join(",")}}`);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** A custom runtime may answer with anything: what isn't JSON becomes a JSON text. */
function jsonText(bytes: Uint8Array): string {
  const response = text(bytes);
  try {
    JSON.parse(response);
    return response;
  } catch {
    return JSON.stringify(response);
  }
}

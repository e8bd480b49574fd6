import { InvalidParameterValue, type InvocationRecord, type StoredLogEvent } from "@lambent/model";
import type { Ports } from "./ports.ts";

export interface InvocationDetails {
  record: InvocationRecord;
  log: StoredLogEvent[];
}

/** Lines shown of one invocation; the log page has the rest. */
const LOG_LINES_MAX = 1000;

/** @throws InvalidParameterValue when no such invocation is remembered (any more). */
export async function getInvocation({ telemetry }: Ports, input: { requestId: string }): Promise<InvocationDetails> {
  const record = await telemetry.invocations.get(input.requestId);
  if (record === null) {
    throw new InvalidParameterValue(`No invocation ${input.requestId} is remembered. Old ones are removed in time.`);
  }
  const { events } = await telemetry.logs.query({
    logGroupName: record.logGroupName,
    logStreamName: record.logStreamName,
    requestId: record.requestId,
    limit: LOG_LINES_MAX,
  });
  return { record, log: events };
}

import type { StoredLogEvent } from "@lambent/model";
import type { Ports } from "./ports.ts";
import { requireLogGroup } from "./require-log-group.ts";

export interface FollowLogs {
  functionName: string;
  /** As in `queryLogs`. */
  filter?: string;
  /** The last event that the reader has; what came after it is told first. */
  afterId?: number;
}

/** A function's log as it grows, until `signal` aborts. @throws FunctionNotFound, InvalidParameterValue */
export async function* followLogs(
  ports: Ports,
  { functionName, ...following }: FollowLogs,
  signal: AbortSignal,
): AsyncIterable<StoredLogEvent> {
  yield* ports.telemetry.logs.follow(
    { logGroupName: await requireLogGroup(ports, functionName), ...following },
    signal,
  );
}

import type { LogPage } from "@lambent/telemetry";
import type { Ports } from "./ports.ts";
import { requireLogGroup } from "./require-log-group.ts";

export interface QueryLogs {
  functionName: string;
  logStreamName?: string;
  requestId?: string;
  /** Epoch milliseconds, inclusive. */
  startMs?: number;
  /** Epoch milliseconds, exclusive. */
  endMs?: number;
  /** CloudWatch's filter pattern; plain words mean "contains", case-sensitive. */
  filter?: string;
  limit: number;
  beforeId?: number;
  afterId?: number;
}

/** @throws FunctionNotFound, InvalidParameterValue (a filter pattern that can't be read) */
export async function queryLogs(ports: Ports, { functionName, ...query }: QueryLogs): Promise<LogPage> {
  return ports.telemetry.logs.query({ logGroupName: await requireLogGroup(ports, functionName), ...query });
}

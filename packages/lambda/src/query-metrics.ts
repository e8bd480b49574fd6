import { functionArn, type MetricPoint } from "@lambent/model";
import type { Ports } from "./ports.ts";
import { requireLogGroup } from "./require-log-group.ts";

export interface QueryMetrics {
  functionName: string;
  /** Epoch milliseconds, inclusive. */
  startMs: number;
  /** Epoch milliseconds, exclusive. */
  endMs: number;
  /** A multiple of 60. */
  periodSeconds: number;
}

/** @throws FunctionNotFound */
export async function queryMetrics(ports: Ports, { functionName, ...query }: QueryMetrics): Promise<MetricPoint[]> {
  await requireLogGroup(ports, functionName);
  return ports.telemetry.metrics.query({ functionArn: functionArn(ports.scope, functionName), ...query });
}

import { functionArn, type InvocationRecord } from "@lambent/model";
import type { Ports } from "./ports.ts";
import { requireLogGroup } from "./require-log-group.ts";

export interface ListInvocations {
  functionName: string;
  /** Epoch milliseconds, inclusive. */
  startMs?: number;
  /** Epoch milliseconds, exclusive. */
  endMs?: number;
  onlyFailed?: boolean;
  limit: number;
}

/** Newest first. @throws FunctionNotFound */
export async function listInvocations(
  ports: Ports,
  { functionName, ...query }: ListInvocations,
): Promise<InvocationRecord[]> {
  await requireLogGroup(ports, functionName);
  return ports.telemetry.invocations.list({ functionArn: functionArn(ports.scope, functionName), ...query });
}

import { FunctionNotFound, functionArn, logGroupName } from "@lambent/model";
import type { Ports } from "./ports.ts";

/**
 * The log group of a function that exists, or that existed and has left its log behind.
 * @throws FunctionNotFound
 */
export async function requireLogGroup({ store, telemetry, scope }: Ports, functionName: string): Promise<string> {
  const record = await store.functions.get(scope, functionName);
  if (record !== null) return record.logGroupName;
  const group = logGroupName(functionName);
  if ((await telemetry.logs.streams(group)).length > 0) return group;
  throw new FunctionNotFound(functionArn(scope, functionName));
}

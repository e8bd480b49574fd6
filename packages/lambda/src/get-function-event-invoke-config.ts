import { EventInvokeConfigNotFound, type FunctionEventInvokeConfig, functionArn, LATEST } from "@lambent/model";
import { type EventInvokeConfigReference, functionEventInvokeConfig } from "./function-event-invoke-config.ts";
import type { Ports } from "./ports.ts";

/** @throws EventInvokeConfigNotFound, also when there is no such function */
export async function getFunctionEventInvokeConfig(
  ports: Ports,
  { functionName, qualifier = LATEST }: EventInvokeConfigReference,
): Promise<FunctionEventInvokeConfig> {
  const stored = (await ports.eventInvokeConfigs.get(functionName)).get(qualifier);
  if (stored === undefined) throw new EventInvokeConfigNotFound(functionArn(ports.scope, functionName, qualifier));
  return functionEventInvokeConfig(ports, functionName, stored);
}

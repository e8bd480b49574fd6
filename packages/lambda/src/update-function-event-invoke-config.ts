import { EventInvokeConfigNotFound, type FunctionEventInvokeConfig, functionArn, LATEST } from "@lambent/model";
import {
  type EventInvokeConfigInput,
  functionEventInvokeConfig,
  requireConfigurable,
} from "./function-event-invoke-config.ts";
import type { Ports } from "./ports.ts";

/**
 * Changes what is given and leaves the rest; of `destinationConfig` both destinations are set together.
 * @throws InvalidParameterValue, FunctionDoesNotExist, EventInvokeConfigNotFound
 */
export async function updateFunctionEventInvokeConfig(
  ports: Ports,
  input: EventInvokeConfigInput,
): Promise<FunctionEventInvokeConfig> {
  const { scope, store, eventInvokeConfigs } = ports;
  const { functionName, qualifier = LATEST, ...patch } = input;
  await requireConfigurable(ports, input);
  const stored = await store.eventInvokeConfigs.update(scope, functionName, qualifier, patch);
  eventInvokeConfigs.invalidate(functionName);
  if (stored === null) throw new EventInvokeConfigNotFound(functionArn(scope, functionName, qualifier));
  return functionEventInvokeConfig(ports, functionName, stored);
}

import { FunctionDoesNotExist, type FunctionEventInvokeConfig, FunctionNotFound, LATEST } from "@lambent/model";
import {
  type EventInvokeConfigInput,
  functionEventInvokeConfig,
  requireConfigurable,
} from "./function-event-invoke-config.ts";
import type { Ports } from "./ports.ts";

/**
 * Sets how asynchronous invocations of a qualifier are tried again and where their results go; what isn't given is as if it
 * had never been. Events that are queued already go by it.
 * @throws InvalidParameterValue, FunctionDoesNotExist
 */
export async function putFunctionEventInvokeConfig(
  ports: Ports,
  input: EventInvokeConfigInput,
): Promise<FunctionEventInvokeConfig> {
  const { scope, store, eventInvokeConfigs } = ports;
  const { functionName, qualifier = LATEST, destinationConfig = {}, ...errorHandling } = input;
  await requireConfigurable(ports, input);
  try {
    const config = { ...errorHandling, destinationConfig };
    const stored = await store.eventInvokeConfigs.put(scope, functionName, qualifier, config);
    return functionEventInvokeConfig(ports, functionName, stored);
  } catch (error) {
    throw error instanceof FunctionNotFound ? new FunctionDoesNotExist() : error;
  } finally {
    eventInvokeConfigs.invalidate(functionName);
  }
}

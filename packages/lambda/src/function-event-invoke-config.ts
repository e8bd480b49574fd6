import {
  type EventInvokeConfig,
  FunctionDoesNotExist,
  type FunctionEventInvokeConfig,
  FunctionNotFound,
  functionArn,
  InvalidParameterValue,
} from "@lambent/model";
import type { StoredEventInvokeConfig } from "@lambent/store";
import { definitionOf } from "./definition-of.ts";
import { requireDestinations } from "./event-invoke-destinations.ts";
import type { Ports } from "./ports.ts";

export interface EventInvokeConfigReference {
  functionName: string;
  /** A version's number or an alias; `$LATEST` when omitted. */
  qualifier?: string;
}

/** What a configuration is set to, or changed in. */
export interface EventInvokeConfigInput extends EventInvokeConfigReference, Partial<EventInvokeConfig> {}

/**
 * Checks, in AWS's order, what a configuration is about to become.
 * @throws InvalidParameterValue, FunctionDoesNotExist
 */
export async function requireConfigurable(ports: Ports, input: EventInvokeConfigInput): Promise<void> {
  const { functionName, qualifier, maximumRetryAttempts, maximumEventAgeInSeconds, destinationConfig } = input;
  if ([maximumRetryAttempts, maximumEventAgeInSeconds, destinationConfig].every((member) => member === undefined)) {
    throw new InvalidParameterValue("You must specify at least one of error handling or destination setting.");
  }
  try {
    await definitionOf(ports, functionName, qualifier);
  } catch (error) {
    throw error instanceof FunctionNotFound ? new FunctionDoesNotExist() : error;
  }
  if (destinationConfig !== undefined) await requireDestinations(ports, functionName, destinationConfig);
}

export function functionEventInvokeConfig(
  { scope }: Ports,
  functionName: string,
  { qualifier, ...config }: StoredEventInvokeConfig,
): FunctionEventInvokeConfig {
  return { functionArn: functionArn(scope, functionName, qualifier), ...config };
}

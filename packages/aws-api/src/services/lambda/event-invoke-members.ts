import type {
  DestinationConfig as DestinationMembers,
  FunctionEventInvokeConfig as FunctionEventInvokeConfigOutput,
} from "@aws-sdk/client-lambda";
import {
  type DestinationConfig,
  DestinationConfigSchema,
  type FunctionEventInvokeConfig,
  MaximumEventAgeInSecondsSchema,
  MaximumRetryAttemptsSchema,
  type Scope,
} from "@lambent/model";
import { type FunctionMembers, referenceConstraints, requestedFunction } from "./function-reference.ts";
import { constraintsOf } from "./member-constraints.ts";

interface EventInvokeMembers extends FunctionMembers {
  MaximumRetryAttempts?: number | undefined;
  MaximumEventAgeInSeconds?: number | undefined;
  DestinationConfig?: DestinationMembers | undefined;
}

export function eventInvokeConstraints(input: EventInvokeMembers): string[] {
  return [
    ...referenceConstraints(input),
    ...constraintsOf(MaximumRetryAttemptsSchema, input.MaximumRetryAttempts),
    ...constraintsOf(MaximumEventAgeInSecondsSchema, input.MaximumEventAgeInSeconds),
    ...constraintsOf(DestinationConfigSchema, destinationsOf(input.DestinationConfig)),
  ];
}

/** In the domain's terms; what is absent stays absent. */
export function eventInvokeInput(input: EventInvokeMembers, scope: Scope) {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = input;
  const destinationConfig = destinationsOf(input.DestinationConfig);
  return {
    ...eventInvokeReference(input, scope),
    ...(MaximumRetryAttempts !== undefined && { maximumRetryAttempts: MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds !== undefined && { maximumEventAgeInSeconds: MaximumEventAgeInSeconds }),
    ...(destinationConfig !== undefined && { destinationConfig }),
  };
}

export function eventInvokeReference(input: FunctionMembers, scope: Scope) {
  const { functionName, qualifier } = requestedFunction(input, scope);
  return { functionName, ...(qualifier !== undefined && { qualifier }) };
}

function destinationsOf(members: DestinationMembers | undefined): DestinationConfig | undefined {
  if (members === undefined) return undefined;
  const { OnSuccess, OnFailure } = members;
  return {
    ...(OnSuccess?.Destination !== undefined && { onSuccess: { destination: OnSuccess.Destination } }),
    ...(OnFailure?.Destination !== undefined && { onFailure: { destination: OnFailure.Destination } }),
  };
}

export function eventInvokeOutput(config: FunctionEventInvokeConfig): FunctionEventInvokeConfigOutput {
  const { onSuccess, onFailure } = config.destinationConfig;
  return {
    FunctionArn: config.functionArn,
    LastModified: new Date(config.lastModified),
    MaximumRetryAttempts: config.maximumRetryAttempts,
    MaximumEventAgeInSeconds: config.maximumEventAgeInSeconds,
    // Both are there, empty or not.
    DestinationConfig: {
      OnSuccess: { Destination: onSuccess?.destination || undefined },
      OnFailure: { Destination: onFailure?.destination || undefined },
    },
  };
}

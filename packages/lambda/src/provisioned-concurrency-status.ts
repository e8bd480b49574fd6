import {
  AliasNotFound,
  FunctionNotFound,
  functionArn,
  InvalidParameterValue,
  isPublishedVersion,
  LATEST,
  type ProvisionedConcurrencyConfig,
} from "@lambent/model";
import type { ProvisionedConcurrencyRecord } from "@lambent/store";
import type { Ports } from "./ports.ts";
import { provisionedTargets } from "./provisioned-versions.ts";
import type { QualifiedFunction } from "./require-qualified.ts";

/**
 * What a provisioned concurrency is asked for must be: a version or an alias that exists.
 * @throws FunctionNotFound, AliasNotFound, InvalidParameterValue with the operation's own words about `$LATEST`
 */
export async function requireProvisionable(
  { store, scope }: Pick<Ports, "store" | "scope">,
  { functionName, qualifier = LATEST }: QualifiedFunction,
  latestRefusal: string,
): Promise<string> {
  if (qualifier === LATEST) throw new InvalidParameterValue(latestRefusal);
  await store.functions.require(scope, functionName);
  const arn = functionArn(scope, functionName, qualifier);
  if (isPublishedVersion(qualifier)) {
    if ((await store.versions.get(scope, functionName, qualifier)) === null) throw new FunctionNotFound(arn);
  } else if ((await store.aliases.get(scope, functionName, qualifier)) === null) throw AliasNotFound.cannotFind(arn);
  return qualifier;
}

/** The runner's word too for what can't be loaded. */
const INIT_FAILURE = "FUNCTION_ERROR_INIT_FAILURE";

export const LATEST_CANT_BE_LOOKED_UP = "The function resource provided must be an alias or a published version.";

/** How far the runner has come with a provisioned concurrency; of an alias with two versions, with both. */
export async function provisionedConcurrencyStatus(
  ports: Ports,
  { functionName, qualifier, concurrentExecutions, lastModified }: ProvisionedConcurrencyRecord,
): Promise<ProvisionedConcurrencyConfig> {
  const { scope, runner, provisionedVersions } = ports;
  const present = provisionedVersions.get(functionArn(scope, functionName));
  let allocated = 0;
  let statusReason: string | undefined;
  for (const target of await provisionedTargets(ports, functionName, qualifier, concurrentExecutions)) {
    const environment = present?.get(target.version);
    if (environment === null) statusReason ??= INIT_FAILURE;
    const status = environment ? runner.provisioned(environment.environmentKey) : undefined;
    allocated += Math.min(target.concurrentExecutions, status?.allocated ?? 0);
    statusReason ??= status?.status === "FAILED" ? status.statusReason : undefined;
  }
  const isComplete = allocated >= concurrentExecutions;
  return {
    functionArn: functionArn(scope, functionName, qualifier),
    requestedProvisionedConcurrentExecutions: concurrentExecutions,
    allocatedProvisionedConcurrentExecutions: allocated,
    availableProvisionedConcurrentExecutions: allocated,
    status: isComplete ? "READY" : statusReason === undefined ? "IN_PROGRESS" : "FAILED",
    ...(!isComplete && statusReason !== undefined && { statusReason }),
    lastModified,
  };
}

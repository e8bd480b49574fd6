import {
  functionArn,
  InvalidParameterValue,
  isPublishedVersion,
  type ProvisionedConcurrencyConfig,
  ResourceConflict,
  UNRESERVED_CONCURRENCY_MIN,
} from "@lambent/model";
import type { Ports } from "./ports.ts";
import { requireProvisionable } from "./provisioned-concurrency-status.ts";
import { provisionedTargets, refreshProvisionedVersions } from "./provisioned-versions.ts";
import type { QualifiedFunction } from "./require-qualified.ts";

export interface PutProvisionedConcurrencyConfig extends QualifiedFunction {
  /** 1 at least. */
  provisionedConcurrentExecutions: number;
}

/**
 * Keeps so many environments of a version or an alias ready from now on. Answered before they are.
 * @throws FunctionNotFound, AliasNotFound, ResourceConflict, InvalidParameterValue (more than is reserved or free)
 * @see spec: lambda §1.5, §5.2
 */
export async function putProvisionedConcurrencyConfig(
  ports: Ports,
  input: PutProvisionedConcurrencyConfig,
): Promise<ProvisionedConcurrencyConfig> {
  const { store, scope, reservationChanges } = ports;
  const { functionName, provisionedConcurrentExecutions } = input;
  const qualifier = await requireProvisionable(
    ports,
    input,
    "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
  );
  // Two requests at once must not both find the room for one.
  const record = await reservationChanges(async () => {
    await requireOneForEachVersion(ports, functionName, qualifier);
    await requireRoom(ports, functionName, qualifier, provisionedConcurrentExecutions);
    return store.provisionedConcurrency.put(scope, functionName, qualifier, provisionedConcurrentExecutions);
  });
  await refreshProvisionedVersions(ports, functionName);
  return {
    functionArn: functionArn(scope, functionName, qualifier),
    requestedProvisionedConcurrentExecutions: provisionedConcurrentExecutions,
    allocatedProvisionedConcurrentExecutions: 0,
    availableProvisionedConcurrentExecutions: 0,
    status: "IN_PROGRESS",
    lastModified: record.lastModified,
  };
}

async function requireOneForEachVersion(ports: Ports, functionName: string, qualifier: string): Promise<void> {
  const others = await ports.store.provisionedConcurrency.list(ports.scope, functionName);
  if (isPublishedVersion(qualifier)) {
    for (const other of others) {
      if (isPublishedVersion(other.qualifier)) continue;
      const targets = await provisionedTargets(ports, functionName, other.qualifier, other.concurrentExecutions);
      if (targets.some(({ version }) => version === qualifier)) {
        throw new ResourceConflict("Version is pointed by a Provisioned Concurrency alias");
      }
    }
    return;
  }
  const alias = await ports.store.aliases.get(ports.scope, functionName, qualifier);
  const versions = [alias?.functionVersion, ...Object.keys(alias?.routingConfig?.additionalVersionWeights ?? {})];
  if (others.some((other) => versions.includes(other.qualifier))) {
    throw new ResourceConflict(
      "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
    );
  }
}

async function requireRoom(ports: Ports, functionName: string, qualifier: string, asked: number): Promise<void> {
  const { store, scope, concurrency } = ports;
  const { reservedConcurrentExecutions } = await store.functions.require(scope, functionName);
  const present = await store.provisionedConcurrency.list(scope, functionName);
  const sum = (records: typeof present) => records.reduce((total, record) => total + record.concurrentExecutions, 0);
  const others = sum(present.filter((record) => record.qualifier !== qualifier));
  if (reservedConcurrentExecutions !== undefined) {
    if (others + asked > reservedConcurrentExecutions) {
      throw new InvalidParameterValue(
        "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
      );
    }
    return;
  }
  const free = concurrency.unreservedConcurrency + sum(present) - others;
  if (asked > free) {
    throw new InvalidParameterValue(
      `Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [${free}].`,
    );
  }
  if (free - asked < UNRESERVED_CONCURRENCY_MIN) {
    throw new InvalidParameterValue(
      `Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED_CONCURRENCY_MIN}].`,
    );
  }
}

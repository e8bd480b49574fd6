import { DomainError, functionArn, isPublishedVersion, LATEST } from "@lambent/model";
import type { EnvironmentSpec } from "@lambent/runner";
import type { Ports } from "./ports.ts";

/**
 * By unqualified ARN: the versions that environments are kept for, and what they are started from; null when that can't be
 * told, for instance of a version whose code is lost.
 */
export type ProvisionedVersions = Map<string, Map<string, EnvironmentSpec | null>>;

/** How many of the asked environments are a version's. */
export interface ProvisionedTarget {
  version: string;
  concurrentExecutions: number;
}

/**
 * Asks the runner for what is provisioned of a function, and keeps room for it at the gate. To be called after each write that
 * concerns its provisioned concurrency or its aliases; one at a time.
 */
export async function refreshProvisionedVersions(ports: Ports, functionName: string): Promise<void> {
  const { scope, store, runner, definitions, concurrency, provisionedVersions, reservationChanges } = ports;
  const arn = functionArn(scope, functionName);
  await reservationChanges(async () => {
    const wanted = new Map<string, number>();
    for (const { qualifier, concurrentExecutions } of await store.provisionedConcurrency.list(scope, functionName)) {
      for (const target of await provisionedTargets(ports, functionName, qualifier, concurrentExecutions)) {
        wanted.set(target.version, (wanted.get(target.version) ?? 0) + target.concurrentExecutions);
      }
    }
    const present = provisionedVersions.get(arn) ?? new Map<string, EnvironmentSpec | null>();
    for (const [version, environment] of present) {
      if (wanted.has(version)) continue;
      present.delete(version);
      concurrency.provision(arn, version, 0);
      if (environment !== null) runner.provision(environment, 0);
    }
    for (const [version, count] of wanted) {
      const environment = await loadedEnvironment(definitions, functionName, version);
      present.set(version, environment);
      concurrency.provision(arn, version, count);
      if (environment !== null) runner.provision(environment, count);
    }
    if (present.size === 0) provisionedVersions.delete(arn);
    else provisionedVersions.set(arn, present);
  });
}

async function loadedEnvironment(
  definitions: Ports["definitions"],
  functionName: string,
  version: string,
): Promise<EnvironmentSpec | null> {
  try {
    return (await definitions.get(functionName, version)).environment;
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/** The function is gone; its environments are the caller's to retire. */
export function forgetProvisionedVersions(
  { concurrency, provisionedVersions }: Pick<Ports, "concurrency" | "provisionedVersions">,
  arn: string,
): void {
  for (const version of provisionedVersions.get(arn)?.keys() ?? []) concurrency.provision(arn, version, 0);
  provisionedVersions.delete(arn);
}

/** A weighted alias shares what it has by the weights, as AWS does; nothing is kept ready of `$LATEST`. */
export async function provisionedTargets(
  { store, scope }: Pick<Ports, "store" | "scope">,
  functionName: string,
  qualifier: string,
  concurrentExecutions: number,
): Promise<ProvisionedTarget[]> {
  if (isPublishedVersion(qualifier)) return [{ version: qualifier, concurrentExecutions }];
  const alias = await store.aliases.get(scope, functionName, qualifier);
  if (alias === null || alias.functionVersion === LATEST) return [];
  const [additional] = Object.entries(alias.routingConfig?.additionalVersionWeights ?? {});
  const additionalCount = additional === undefined ? 0 : Math.round(concurrentExecutions * additional[1]);
  return [
    { version: alias.functionVersion, concurrentExecutions: concurrentExecutions - additionalCount },
    ...(additional === undefined ? [] : [{ version: additional[0], concurrentExecutions: additionalCount }]),
  ].filter((target) => target.concurrentExecutions > 0);
}

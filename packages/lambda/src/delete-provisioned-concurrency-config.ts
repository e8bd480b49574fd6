import type { Ports } from "./ports.ts";
import { LATEST_CANT_BE_LOOKED_UP, requireProvisionable } from "./provisioned-concurrency-status.ts";
import { refreshProvisionedVersions } from "./provisioned-versions.ts";
import type { QualifiedFunction } from "./require-qualified.ts";

/**
 * Without any, nothing changes. What runs already ends in its own time.
 * @throws FunctionNotFound, AliasNotFound, InvalidParameterValue (`$LATEST`)
 */
export async function deleteProvisionedConcurrencyConfig(ports: Ports, input: QualifiedFunction): Promise<void> {
  const qualifier = await requireProvisionable(ports, input, LATEST_CANT_BE_LOOKED_UP);
  await ports.store.provisionedConcurrency.delete(ports.scope, input.functionName, qualifier);
  await refreshProvisionedVersions(ports, input.functionName);
}

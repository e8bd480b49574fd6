import { type ProvisionedConcurrencyConfig, ProvisionedConcurrencyConfigNotFound } from "@lambent/model";
import type { Ports } from "./ports.ts";
import {
  LATEST_CANT_BE_LOOKED_UP,
  provisionedConcurrencyStatus,
  requireProvisionable,
} from "./provisioned-concurrency-status.ts";
import type { QualifiedFunction } from "./require-qualified.ts";

/** @throws FunctionNotFound, AliasNotFound, InvalidParameterValue (`$LATEST`), ProvisionedConcurrencyConfigNotFound */
export async function getProvisionedConcurrencyConfig(
  ports: Ports,
  input: QualifiedFunction,
): Promise<ProvisionedConcurrencyConfig> {
  const qualifier = await requireProvisionable(ports, input, LATEST_CANT_BE_LOOKED_UP);
  const records = await ports.store.provisionedConcurrency.list(ports.scope, input.functionName);
  const record = records.find((candidate) => candidate.qualifier === qualifier);
  if (record === undefined) throw new ProvisionedConcurrencyConfigNotFound();
  return provisionedConcurrencyStatus(ports, record);
}

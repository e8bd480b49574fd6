import type { FunctionConcurrency, FunctionConfiguration, Role } from "@lambent/model";
import { configurationOf } from "./configuration-of.ts";
import { concurrencyOf } from "./get-function-concurrency.ts";
import type { Ports } from "./ports.ts";
import { type QualifiedFunction, requireQualified } from "./require-qualified.ts";

export interface FunctionDetails {
  configuration: FunctionConfiguration;
  /** The function's: versions have none of their own. */
  tags: Record<string, string>;
  role: Role;
  /** The function's; empty when the caller named a qualifier, as on AWS. */
  concurrency: FunctionConcurrency;
}

/** @throws FunctionNotFound */
export async function getFunction(ports: Ports, input: QualifiedFunction): Promise<FunctionDetails> {
  const { store, scope } = ports;
  const { record, functionArn } = await requireQualified(ports, input);
  const latest = input.qualifier === undefined ? record : await store.functions.require(scope, input.functionName);
  return {
    configuration: configurationOf(record, functionArn),
    tags: latest.tags,
    role: await store.roles.require(scope, record.roleName),
    concurrency: input.qualifier === undefined ? concurrencyOf(record) : {},
  };
}

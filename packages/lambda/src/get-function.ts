import type { ExecutionRole, FunctionConcurrency, FunctionConfiguration } from "@lambent/model";
import { configurationOf } from "./configuration-of.ts";
import { executionRoleOf } from "./execution-role.ts";
import { concurrencyOf } from "./get-function-concurrency.ts";
import type { Ports } from "./ports.ts";
import { type QualifiedFunction, requireQualified } from "./require-qualified.ts";

export interface FunctionDetails {
  configuration: FunctionConfiguration;
  /** The function's: versions have none of their own. */
  tags: Record<string, string>;
  /** null when it was deleted since: IAM doesn't ask who uses a role. */
  role: ExecutionRole | null;
  /** The function's; empty when the caller named a qualifier, as on AWS. */
  concurrency: FunctionConcurrency;
}

/** @throws FunctionNotFound */
export async function getFunction(ports: Ports, input: QualifiedFunction): Promise<FunctionDetails> {
  const { store, scope } = ports;
  const { record, functionArn } = await requireQualified(ports, input);
  const latest = input.qualifier === undefined ? record : await store.functions.require(scope, input.functionName);
  const role = await store.roles.get(scope, record.roleName);
  return {
    configuration: configurationOf(record, functionArn),
    tags: latest.tags,
    role: role === null ? null : await executionRoleOf(ports, role),
    concurrency: input.qualifier === undefined ? concurrencyOf(record) : {},
  };
}

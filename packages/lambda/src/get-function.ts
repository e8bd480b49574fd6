import type { FunctionConcurrency, FunctionConfiguration, Role } from "@lambent/model";
import { configurationOf } from "./configuration-of.ts";
import { concurrencyOf } from "./get-function-concurrency.ts";
import type { Ports } from "./ports.ts";

export interface FunctionDetails {
  configuration: FunctionConfiguration;
  tags: Record<string, string>;
  role: Role;
  concurrency: FunctionConcurrency;
}

/** @throws FunctionNotFound */
export async function getFunction({ store, scope }: Ports, input: { functionName: string }): Promise<FunctionDetails> {
  const record = await store.functions.require(scope, input.functionName);
  return {
    configuration: configurationOf(record),
    tags: record.tags,
    role: await store.roles.require(scope, record.roleName),
    concurrency: concurrencyOf(record),
  };
}

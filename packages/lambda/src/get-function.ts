import type { FunctionConfiguration, Role } from "@lambent/model";
import { configurationOf } from "./configuration-of.ts";
import type { Ports } from "./ports.ts";

export interface FunctionDetails {
  configuration: FunctionConfiguration;
  tags: Record<string, string>;
  role: Role;
}

/** @throws FunctionNotFound */
export async function getFunction({ store, scope }: Ports, input: { functionName: string }): Promise<FunctionDetails> {
  const record = await store.functions.require(scope, input.functionName);
  return {
    configuration: configurationOf(record),
    tags: record.tags,
    role: await store.roles.require(scope, record.roleName),
  };
}

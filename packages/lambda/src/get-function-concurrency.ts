import type { FunctionConcurrency } from "@lambent/model";
import type { FunctionRecord } from "@lambent/store";
import type { Ports } from "./ports.ts";

/** A function's reserved concurrency; empty when it has none. @throws FunctionNotFound */
export async function getFunctionConcurrency(
  { store, scope }: Ports,
  input: { functionName: string },
): Promise<FunctionConcurrency> {
  return concurrencyOf(await store.functions.require(scope, input.functionName));
}

export function concurrencyOf({ reservedConcurrentExecutions }: FunctionRecord): FunctionConcurrency {
  return reservedConcurrentExecutions === undefined ? {} : { reservedConcurrentExecutions };
}

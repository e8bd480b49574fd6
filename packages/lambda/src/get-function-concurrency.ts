import type { FunctionConcurrency } from "@lambent/model";
import type { Ports } from "./ports.ts";

/** A function's reserved concurrency; empty when it has none. @throws FunctionNotFound */
export async function getFunctionConcurrency(
  { store, scope }: Ports,
  input: { functionName: string },
): Promise<FunctionConcurrency> {
  const { reservedConcurrentExecutions } = await store.functions.require(scope, input.functionName);
  return reservedConcurrentExecutions === undefined ? {} : { reservedConcurrentExecutions };
}

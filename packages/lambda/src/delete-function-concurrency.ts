import { FunctionNotFound, functionArn } from "@lambent/model";
import type { Ports } from "./ports.ts";

/**
 * Gives a function's reserved concurrency back to all; without any, nothing changes.
 * @throws FunctionNotFound, ResourceConflict
 */
export async function deleteFunctionConcurrency(
  { scope, store, concurrency, updateLocks }: Ports,
  { functionName }: { functionName: string },
): Promise<void> {
  const arn = functionArn(scope, functionName);
  await updateLocks.hold(arn, async () => {
    if (!(await store.functions.reserveConcurrency(scope, functionName, null))) throw new FunctionNotFound(arn);
    concurrency.reserve(arn, undefined);
  });
}

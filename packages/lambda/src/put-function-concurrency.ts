import {
  type FunctionConcurrency,
  FunctionNotFound,
  functionArn,
  InvalidParameterValue,
  reservableConcurrency,
  UNRESERVED_CONCURRENCY_TOO_LOW,
} from "@lambent/model";
import type { Ports } from "./ports.ts";

/**
 * Reserves concurrency for a function: from now on it can run so many invocations at once, and no more; 0 throttles all.
 * @throws FunctionNotFound, ResourceConflict, InvalidParameterValue when the others would be left too little.
 */
export async function putFunctionConcurrency(
  { scope, store, concurrency, reservationChanges, updateLocks }: Ports,
  { functionName, reservedConcurrentExecutions }: { functionName: string } & Required<FunctionConcurrency>,
): Promise<FunctionConcurrency> {
  const arn = functionArn(scope, functionName);
  return updateLocks.hold(arn, () =>
    // Two functions that reserve at once must not both find the room for one.
    reservationChanges(async () => {
      const before = await store.functions.get(scope, functionName);
      // AWS names the qualifier here, as it does for invocations.
      if (before === null) throw new FunctionNotFound(functionArn(scope, functionName, "$LATEST"));
      const provisioned = concurrency.provisionedConcurrency(arn);
      if (reservedConcurrentExecutions < provisioned) {
        // The blanks are AWS's.
        throw new InvalidParameterValue(
          ` ReservedConcurrentExecutions  ${reservedConcurrentExecutions} should not be lower than function's total provisioned concurrency [${provisioned}].`,
        );
      }
      // What is provisioned is set aside already.
      const own = { reservedConcurrentExecutions: before.reservedConcurrentExecutions ?? provisioned };
      if (reservedConcurrentExecutions > reservableConcurrency(concurrency.unreservedConcurrency, own)) {
        throw new InvalidParameterValue(UNRESERVED_CONCURRENCY_TOO_LOW);
      }
      await store.functions.reserveConcurrency(scope, functionName, reservedConcurrentExecutions);
      concurrency.reserve(arn, reservedConcurrentExecutions);
      return { reservedConcurrentExecutions };
    }),
  );
}

import { ResourceConflict } from "@lambent/model";
import type { FunctionRecord } from "@lambent/store";

/**
 * One change at a time, as on AWS: the next waits until the last is over.
 * @throws ResourceConflict @see spec: lambda §1.5
 */
export function requireSettled({ functionArn, state, lastUpdateStatus }: FunctionRecord): void {
  if (state === "Pending") throw ResourceConflict.inState(state);
  if (lastUpdateStatus === "InProgress") throw ResourceConflict.updateInProgress(functionArn);
}

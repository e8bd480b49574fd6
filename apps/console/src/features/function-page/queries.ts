import type { FunctionConfiguration } from "@lambent/model";
import { trpc } from "../../app/trpc.ts";

/** Time between two looks at a function that is being created or updated, in ms. */
const POLLING_INTERVAL_MS = 1_500;

/** A function with its role and tags; asked again until neither creation nor an update is under way. */
export const functionQuery = (functionName: string) =>
  trpc.functions.get.queryOptions(
    { functionName },
    {
      refetchInterval: ({ state }) =>
        state.data !== undefined && !isSettled(state.data.configuration) ? POLLING_INTERVAL_MS : false,
    },
  );

export function isSettled({
  state,
  lastUpdateStatus,
}: Pick<FunctionConfiguration, "state" | "lastUpdateStatus">): boolean {
  return state !== "Pending" && lastUpdateStatus !== "InProgress";
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html */
export type FunctionState = "Pending" | "Active" | "Inactive" | "Failed";
export type LastUpdateStatus = "InProgress" | "Successful" | "Failed";

export const FUNCTION_STATE_TRANSITIONS: Readonly<Record<FunctionState, readonly FunctionState[]>> = {
  Pending: ["Active", "Failed"],
  Active: ["Inactive", "Pending"],
  Inactive: ["Pending"],
  Failed: ["Pending"],
};

export const LAST_UPDATE_TRANSITIONS: Readonly<Record<LastUpdateStatus, readonly LastUpdateStatus[]>> = {
  InProgress: ["Successful", "Failed"],
  Successful: ["InProgress"],
  Failed: ["InProgress"],
};

/** Of AWS's codes those that occur here. */
export type StateReasonCode = "Creating" | "InternalError";

/** AWS's words for a function that is being made, and, odd as it is, for one that is being updated. @see spec: lambda §12 */
export const CREATING_REASON = "The function is being created.";

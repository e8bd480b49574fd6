import { z } from "zod";
import { constraintMessage } from "./validation-message.ts";

export const UPDATE_RUNTIME_ON = ["Auto", "Manual", "FunctionUpdate"] as const;
export type UpdateRuntimeOn = (typeof UPDATE_RUNTIME_ON)[number];

/** When a version of a function gets a newer runtime. Kept as it was given: a host's runtimes change with the host. */
export interface RuntimeManagementConfiguration {
  updateRuntimeOn: UpdateRuntimeOn;
  /** Given with `Manual`, and with it alone. */
  runtimeVersionArn?: string;
}

export const RECURSIVE_LOOP = ["Allow", "Terminate"] as const;
/** Whether a function that sets itself off over and over is stopped. @see spec: lambda §4.3 */
export type RecursiveLoop = (typeof RECURSIVE_LOOP)[number];

export const UpdateRuntimeOnSchema = member("updateRuntimeOn", UPDATE_RUNTIME_ON);
export const RecursiveLoopSchema = member("recursiveLoop", RECURSIVE_LOOP);

function member<const Values extends readonly [string, ...string[]]>(path: string, values: Values) {
  return z.enum(values, {
    error: (issue) =>
      constraintMessage(issue.input, path, `Member must satisfy enum value set: [${values.join(", ")}]`),
  });
}

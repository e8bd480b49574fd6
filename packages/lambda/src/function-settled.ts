import { type FunctionConfiguration, functionArn } from "@lambent/model";
import { configurationOf } from "./configuration-of.ts";
import type { Ports } from "./ports.ts";

/**
 * Waits until a create, an update or a publication that has been answered as Pending or InProgress is over: for callers that
 * don't poll. @returns the function's configuration then.
 * @throws FunctionNotFound when it was deleted meanwhile
 */
export async function functionSettled(
  { store, scope, transitions }: Ports,
  input: { functionName: string },
): Promise<FunctionConfiguration> {
  await transitions.settled(functionArn(scope, input.functionName));
  return configurationOf(await store.functions.require(scope, input.functionName));
}

import type { SavedTestEvent } from "@lambent/model";
import type { Ports } from "./ports.ts";

/** @throws FunctionNotFound */
export async function listTestEvents(
  { store, scope }: Ports,
  input: { functionName: string },
): Promise<SavedTestEvent[]> {
  await store.functions.require(scope, input.functionName);
  return store.testEvents.list(scope, input.functionName);
}

import type { Ports } from "./ports.ts";

/** @throws FunctionNotFound, TestEventNotFound */
export async function deleteTestEvent(
  { store, scope }: Ports,
  input: { functionName: string; name: string },
): Promise<void> {
  await store.functions.require(scope, input.functionName);
  await store.testEvents.delete(scope, input.functionName, input.name);
}

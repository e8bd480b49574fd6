import type { Ports } from "./ports.ts";

/** @throws FunctionNotFound */
export async function discardDraft({ store, scope }: Ports, input: { functionName: string }): Promise<void> {
  await store.functions.require(scope, input.functionName);
  await store.drafts.discard(scope, input.functionName);
}

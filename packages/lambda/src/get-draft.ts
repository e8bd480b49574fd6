import type { Draft } from "@lambent/model";
import type { Ports } from "./ports.ts";

/** Edits that are not deployed yet; null when there are none. @throws FunctionNotFound */
export async function getDraft({ store, scope }: Ports, input: { functionName: string }): Promise<Draft | null> {
  await store.functions.require(scope, input.functionName);
  return store.drafts.get(scope, input.functionName);
}

import type { Ports } from "./ports.ts";

/** A function's tags. @throws FunctionNotFound */
export async function listTags(
  { store, scope }: Ports,
  input: { functionName: string },
): Promise<Record<string, string>> {
  const { tags } = await store.functions.require(scope, input.functionName);
  return tags;
}

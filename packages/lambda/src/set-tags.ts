import type { Ports } from "./ports.ts";

/** Makes these the function's tags; those that are not among them go. @throws FunctionNotFound */
export async function setTags(
  { store, scope, definitions }: Ports,
  input: { functionName: string; tags: Record<string, string> },
): Promise<Record<string, string>> {
  const { tags } = await store.functions.update(scope, input.functionName, {}, { tags: input.tags });
  definitions.invalidate(input.functionName);
  return tags;
}

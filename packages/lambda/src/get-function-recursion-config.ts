import type { RecursiveLoop } from "@lambent/model";
import type { Ports } from "./ports.ts";

/** @throws FunctionNotFound */
export async function getFunctionRecursionConfig(
  { store, scope }: Ports,
  input: { functionName: string },
): Promise<{ recursiveLoop: RecursiveLoop }> {
  return { recursiveLoop: await store.functionSettings.recursiveLoop(scope, input.functionName) };
}

import type { RecursiveLoop } from "@lambent/model";
import type { Ports } from "./ports.ts";

/** @throws FunctionNotFound */
export async function putFunctionRecursionConfig(
  { store, scope }: Ports,
  { functionName, recursiveLoop }: { functionName: string; recursiveLoop: RecursiveLoop },
): Promise<{ recursiveLoop: RecursiveLoop }> {
  await store.functionSettings.setRecursiveLoop(scope, functionName, recursiveLoop);
  return { recursiveLoop };
}

import { ResourceNotFound } from "@lambent/model";
import type { Ports } from "../ports.ts";
import { keptQualifier } from "./function-url-config-of.ts";
import type { FunctionUrlOwner } from "./require-url-owner.ts";

/** The URL is gone for good: another one of the same function gets another id. @throws ResourceNotFound */
export async function deleteFunctionUrlConfig(
  { scope, store, knownFunctionUrls }: Ports,
  input: FunctionUrlOwner,
): Promise<void> {
  const deleted = await store.functionUrls.delete(scope, input.functionName, keptQualifier(input.qualifier));
  if (!deleted) throw new ResourceNotFound();
  knownFunctionUrls.invalidate(scope, input.functionName);
}

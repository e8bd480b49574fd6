import { ResourceNotFound } from "@lambent/model";
import type { Ports } from "../ports.ts";

/** The function or the alias that a URL can be made for. */
export interface FunctionUrlOwner {
  functionName: string;
  /** An alias; the function itself when omitted. */
  qualifier?: string;
}

/** @throws ResourceNotFound @see spec: lambda §1.5 */
export async function requireUrlOwner(
  { store, scope }: Pick<Ports, "store" | "scope">,
  { functionName, qualifier }: FunctionUrlOwner,
): Promise<void> {
  const owner =
    qualifier === undefined
      ? await store.functions.get(scope, functionName)
      : await store.aliases.get(scope, functionName, qualifier);
  if (owner === null) throw new ResourceNotFound("Function does not exist");
}

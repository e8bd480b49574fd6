import { FunctionNotFound, parseFunctionReference } from "@lambent/model";
import type { Ports } from "./ports.ts";

/**
 * Tags of the function that an ARN names, itself or a version or an alias of it; none when it isn't there or the ARN is
 * something else's.
 */
export async function functionTagsOf(
  { scope, store, definitions }: Pick<Ports, "scope" | "store" | "definitions">,
  arn: string,
): Promise<Readonly<Record<string, string>>> {
  const { functionName, accountId, region } = parseFunctionReference(arn) ?? {};
  if (functionName === undefined || accountId === undefined || region === undefined) return {};
  const isHere = accountId === scope.accountId && region === scope.region;
  try {
    // One's own are in memory once the function has been invoked; another account's are read.
    const { tags } = isHere
      ? await definitions.get(functionName)
      : await store.functions.require({ accountId, region }, functionName);
    return tags;
  } catch (error) {
    if (error instanceof FunctionNotFound) return {};
    throw error;
  }
}

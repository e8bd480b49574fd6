import { FunctionNotFound, parseFunctionReference } from "@lambent/model";
import type { Ports } from "./ports.ts";

/**
 * Tags of the account's own function that an ARN names, itself or a version or an alias of it, from memory once it has been
 * invoked; none when it isn't there or the ARN is something else's. Of another account's function nobody learns tags by
 * what a condition of their own policies does to their requests.
 */
export async function functionTagsOf(
  { scope, definitions }: Pick<Ports, "scope" | "definitions">,
  arn: string,
): Promise<Readonly<Record<string, string>>> {
  const { functionName, accountId, region } = parseFunctionReference(arn) ?? {};
  if (functionName === undefined || accountId !== scope.accountId || region !== scope.region) return {};
  try {
    return (await definitions.get(functionName)).tags;
  } catch (error) {
    if (error instanceof FunctionNotFound) return {};
    throw error;
  }
}

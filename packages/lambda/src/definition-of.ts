import { FunctionNotFound, functionArn } from "@lambent/model";
import type { Definition } from "./definitions.ts";
import type { Ports } from "./ports.ts";

export const LATEST = "$LATEST";

/**
 * What a qualifier stands for now.
 * @throws FunctionNotFound with the qualified ARN, as AWS does for invocations
 */
export async function definitionOf(
  { definitions, scope }: Pick<Ports, "definitions" | "scope">,
  functionName: string,
  qualifier: string = LATEST,
): Promise<Definition> {
  const notFound = () => new FunctionNotFound(functionArn(scope, functionName, qualifier));
  if (qualifier !== LATEST) throw notFound();
  try {
    return await definitions.get(functionName);
  } catch (error) {
    throw error instanceof FunctionNotFound ? notFound() : error;
  }
}

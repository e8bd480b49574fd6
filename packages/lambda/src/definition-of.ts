import { FunctionNotFound, functionArn, isVersion, LATEST } from "@lambent/model";
import type { Definition } from "./definitions.ts";
import type { Ports } from "./ports.ts";

/**
 * What a qualifier stands for now. An alias of two versions is decided anew for each invocation. @see spec: lambda §2.4
 * @throws FunctionNotFound with the qualified ARN, as AWS does for invocations, also where the caller has given no qualifier
 */
export async function definitionOf(
  { definitions, scope, ids }: Pick<Ports, "definitions" | "scope" | "ids">,
  functionName: string,
  qualifier: string = LATEST,
): Promise<Definition> {
  try {
    if (isVersion(qualifier)) return await definitions.get(functionName, qualifier);
    const { functionVersion, routingConfig } = await definitions.alias(functionName, qualifier);
    const [additional] = Object.entries(routingConfig?.additionalVersionWeights ?? {});
    const isAdditional = additional !== undefined && ids.random() < additional[1];
    return await definitions.get(functionName, isAdditional ? additional[0] : functionVersion);
  } catch (error) {
    if (!(error instanceof FunctionNotFound)) throw error;
    throw new FunctionNotFound(functionArn(scope, functionName, qualifier));
  }
}

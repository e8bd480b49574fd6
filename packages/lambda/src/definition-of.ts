import { FunctionNotFound, functionArn, isVersion, LATEST } from "@lambent/model";
import type { Definition } from "./definitions.ts";
import type { Ports } from "./ports.ts";

type DefinitionPorts = Pick<Ports, "definitions" | "scope" | "ids">;

/**
 * What a qualifier stands for now, at once for a version that is in memory. An alias of two versions is decided anew for each
 * invocation. @see spec: lambda §2.4
 * @throws FunctionNotFound with the qualified ARN, as AWS does for invocations, also where the caller has given no qualifier
 */
export function definitionOf(
  ports: DefinitionPorts,
  functionName: string,
  qualifier: string = LATEST,
): Definition | Promise<Definition> {
  if (isVersion(qualifier)) {
    const known = ports.definitions.get(functionName, qualifier);
    if (!(known instanceof Promise)) return known;
  }
  return lookUp(ports, functionName, qualifier);
}

async function lookUp(
  { definitions, scope, ids }: DefinitionPorts,
  functionName: string,
  qualifier: string,
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

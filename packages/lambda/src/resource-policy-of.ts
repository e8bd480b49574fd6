import {
  AliasNotFound,
  FunctionNotFound,
  LATEST,
  layerPolicyJson,
  type PolicyDocument,
  parseFunctionReference,
  parseLayerVersionArn,
  resourcePolicy,
} from "@lambent/model";
import type { Ports } from "./ports.ts";

/**
 * What a function, a version, an alias or a layer's version lets others do; undefined when it has no policy or isn't there.
 * Such policies can only allow.
 */
export async function resourcePolicyOf({ store }: Ports, arn: string): Promise<PolicyDocument | undefined> {
  const layer = parseLayerVersionArn(arn);
  if (layer !== null) {
    const found = await store.layers.getVersion(layer.scope, layer.layerName, layer.version);
    return found === null ? undefined : JSON.parse(layerPolicyJson(found.layerVersionArn, found.permissions));
  }
  const { functionName, qualifier, accountId, region } = parseFunctionReference(arn) ?? {};
  // `$LATEST` by name never has one.
  if (functionName === undefined || accountId === undefined || region === undefined || qualifier === LATEST) return;
  try {
    const { statements } = await store.resourcePolicies.get({ accountId, region }, functionName, qualifier ?? LATEST);
    return statements.length === 0 ? undefined : resourcePolicy(statements);
  } catch (error) {
    if (error instanceof FunctionNotFound || error instanceof AliasNotFound) return undefined;
    throw error;
  }
}

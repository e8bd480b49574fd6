import { LATEST, ResourceNotFound, type ResourcePolicyDocument, resourcePolicy } from "@lambent/model";
import type { Ports } from "./ports.ts";
import type { QualifiedFunction } from "./require-qualified.ts";

export interface FunctionPolicy {
  policy: ResourcePolicyDocument;
  /** That of the function, version or alias. */
  revisionId: string;
}

/** @throws FunctionNotFound, AliasNotFound, ResourceNotFound when there is no policy */
export async function getPolicy(
  { store, scope }: Ports,
  { functionName, qualifier }: QualifiedFunction,
): Promise<FunctionPolicy> {
  const { statements, revisionId } = await store.resourcePolicies.get(scope, functionName, qualifier ?? LATEST);
  // `$LATEST` by name never has one; the function's own is read without a qualifier.
  if (qualifier === LATEST || statements.length === 0) {
    throw new ResourceNotFound("The resource you requested does not exist.");
  }
  return { policy: resourcePolicy(statements), revisionId };
}

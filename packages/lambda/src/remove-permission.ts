import { InvalidParameterValue, LATEST, ResourceNotFound } from "@lambent/model";
import { LATEST_HAS_NO_POLICY } from "./add-permission.ts";
import type { Ports } from "./ports.ts";
import type { QualifiedFunction } from "./require-qualified.ts";

export interface RemovePermission extends QualifiedFunction {
  statementId: string;
  /** When given, another revision of the function, version or alias refuses. */
  revisionId?: string | undefined;
}

/** @throws FunctionNotFound, AliasNotFound, ResourceNotFound (no policy, no such statement), RevisionMismatch, InvalidParameterValue */
export async function removePermission(
  { store, scope, definitions }: Ports,
  { functionName, qualifier, statementId, revisionId }: RemovePermission,
): Promise<void> {
  if (qualifier === LATEST) throw new InvalidParameterValue(LATEST_HAS_NO_POLICY);
  const guard = { expectedRevisionId: revisionId };
  await store.resourcePolicies.change(scope, functionName, qualifier ?? LATEST, guard, (statements) => {
    if (statements.length === 0) throw new ResourceNotFound("No policy is associated with the given resource.");
    const changed = statements.filter(({ Sid }) => Sid !== statementId);
    if (changed.length === statements.length) {
      throw new ResourceNotFound(`Statement ${statementId} is not found in resource policy.`);
    }
    return changed;
  });
  definitions.invalidate(functionName);
}

import {
  functionArn,
  InvalidParameterValue,
  LATEST,
  type Permission,
  PolicyLengthExceeded,
  permissionStatement,
  RESOURCE_POLICY_LIMIT_BYTES,
  ResourceConflict,
  type ResourcePolicyStatement,
  resourcePolicy,
} from "@lambent/model";
import type { Ports } from "./ports.ts";
import type { QualifiedFunction } from "./require-qualified.ts";

export interface AddPermission extends QualifiedFunction, Permission {
  /** When given, another revision of the function, version or alias refuses. */
  revisionId?: string | undefined;
}

export const LATEST_HAS_NO_POLICY = "We currently do not support adding policies for $LATEST.";

/**
 * Lets somebody else use a function, one version or one alias.
 * @throws FunctionNotFound, AliasNotFound, ResourceConflict, RevisionMismatch, PolicyLengthExceeded, InvalidParameterValue
 * @see spec: lambda §11.2
 */
export async function addPermission(
  { store, scope, definitions }: Ports,
  { functionName, qualifier, revisionId, ...permission }: AddPermission,
): Promise<{ statement: ResourcePolicyStatement }> {
  if (qualifier === LATEST) throw new InvalidParameterValue(LATEST_HAS_NO_POLICY);
  const statement = permissionStatement(permission, functionArn(scope, functionName, qualifier));
  if (statement === null) {
    throw new InvalidParameterValue("The provided principal was invalid. Please check the principal and try again.");
  }
  const guard = { expectedRevisionId: revisionId };
  await store.resourcePolicies.change(scope, functionName, qualifier ?? LATEST, guard, (statements) => {
    if (statements.some(({ Sid }) => Sid === statement.Sid)) {
      throw new ResourceConflict(
        `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const changed = [...statements, statement];
    const sizeBytes = Buffer.byteLength(JSON.stringify(resourcePolicy(changed)));
    if (sizeBytes > RESOURCE_POLICY_LIMIT_BYTES) throw new PolicyLengthExceeded(sizeBytes, RESOURCE_POLICY_LIMIT_BYTES);
    return changed;
  });
  definitions.invalidate(functionName);
  return { statement };
}

import { DeleteConflict, NoSuchEntity } from "@lambent/model";
import { requirePolicyArn } from "./constraints.ts";
import type { IamPorts } from "./ports.ts";

/** @throws NoSuchEntity, DeleteConflict for the default version, ValidationError */
export async function deletePolicyVersion(
  { store, scope }: IamPorts,
  { policyArn, versionId }: { policyArn: string; versionId: string },
): Promise<void> {
  requirePolicyArn(policyArn);
  await store.managedPolicies.change(scope, policyArn, (policy) => {
    if (policy.defaultVersionId === versionId) {
      throw new DeleteConflict("Cannot delete the default version of a policy.");
    }
    const versions = policy.versions.filter((version) => version.versionId !== versionId);
    if (versions.length === policy.versions.length) throw NoSuchEntity.policyVersion(policyArn, versionId);
    return { ...policy, versions };
  });
}

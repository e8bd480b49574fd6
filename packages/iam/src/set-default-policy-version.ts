import { NoSuchEntity } from "@lambent/model";
import { requirePolicyArn } from "./constraints.ts";
import type { IamPorts } from "./ports.ts";

/** @throws NoSuchEntity, ValidationError */
export async function setDefaultPolicyVersion(
  { store, scope, clock }: IamPorts,
  { policyArn, versionId }: { policyArn: string; versionId: string },
): Promise<void> {
  requirePolicyArn(policyArn);
  await store.managedPolicies.change(scope, policyArn, (policy) => {
    if (!policy.versions.some((version) => version.versionId === versionId)) {
      throw NoSuchEntity.policyVersion(policyArn, versionId);
    }
    return { ...policy, defaultVersionId: versionId, updatedAt: clock.now().toISOString() };
  });
}

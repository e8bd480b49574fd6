import { DeleteConflict } from "@lambent/model";
import { requirePolicyArn } from "./constraints.ts";
import type { IamPorts } from "./ports.ts";

/** @throws NoSuchEntity, DeleteConflict, ValidationError */
export async function deletePolicy({ store, scope }: IamPorts, { policyArn }: { policyArn: string }): Promise<void> {
  requirePolicyArn(policyArn);
  await store.managedPolicies.delete(scope, policyArn, ({ versions }, attachmentCount) => {
    if (attachmentCount > 0) throw new DeleteConflict("Cannot delete a policy attached to entities.");
    if (versions.length > 1) {
      throw new DeleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
  });
}

import { DeleteConflict, NoSuchEntity } from "@lambent/model";
import type { IamPorts } from "./ports.ts";

/**
 * A role goes when it has no policies any more. IAM doesn't ask which functions use it: they fail from then on, as on AWS.
 * @throws NoSuchEntity, DeleteConflict
 */
export async function deleteRole({ store, scope }: IamPorts, { roleName }: { roleName: string }): Promise<void> {
  const deleted = await store.roles.delete(scope, roleName, ({ attachedPolicyArns, inlinePolicies }) => {
    if (attachedPolicyArns.length > 0) {
      throw new DeleteConflict("Cannot delete entity, must detach all policies first.");
    }
    if (Object.keys(inlinePolicies).length > 0) {
      throw new DeleteConflict("Cannot delete entity, must delete policies first.");
    }
  });
  if (!deleted) throw NoSuchEntity.role(roleName);
}

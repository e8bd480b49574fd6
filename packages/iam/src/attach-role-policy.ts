import { LimitExceeded } from "@lambent/model";
import { requirePolicyArn } from "./constraints.ts";
import type { IamPorts } from "./ports.ts";

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const POLICIES_PER_ROLE_MAX = 10;

/** Attaching a policy that is attached changes nothing. @throws NoSuchEntity, LimitExceeded, ValidationError */
export async function attachRolePolicy(
  { store, scope }: IamPorts,
  { roleName, policyArn }: { roleName: string; policyArn: string },
): Promise<void> {
  requirePolicyArn(policyArn);
  await store.roles.change(scope, roleName, (role) => {
    const { attachedPolicyArns } = role;
    if (attachedPolicyArns.includes(policyArn)) return role;
    if (attachedPolicyArns.length >= POLICIES_PER_ROLE_MAX) {
      throw new LimitExceeded(`Cannot exceed quota for PoliciesPerRole: ${POLICIES_PER_ROLE_MAX}`);
    }
    return { ...role, attachedPolicyArns: [...attachedPolicyArns, policyArn] };
  });
}

import { POLICY_NAME_MAX_LENGTH, requireName } from "./constraints.ts";
import { requireInlinePolicy, requireInlineSize } from "./policy-sizes.ts";
import type { IamPorts } from "./ports.ts";

export interface PutRolePolicy {
  roleName: string;
  policyName: string;
  policyDocument: string;
}

/** Adds an inline policy, or replaces the one of that name. @throws NoSuchEntity, MalformedPolicyDocument, LimitExceeded, ValidationError */
export async function putRolePolicy({ store, scope }: IamPorts, input: PutRolePolicy): Promise<void> {
  const { roleName, policyName, policyDocument } = input;
  requireName(policyName, "policyName", POLICY_NAME_MAX_LENGTH);
  requireInlinePolicy(policyDocument);
  await store.roles.change(scope, roleName, (role) => {
    const inlinePolicies = { ...role.inlinePolicies, [policyName]: policyDocument };
    requireInlineSize(roleName, inlinePolicies);
    return { ...role, inlinePolicies };
  });
}

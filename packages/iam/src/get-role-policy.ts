import { NoSuchEntity } from "@lambent/model";
import type { IamPorts } from "./ports.ts";
import type { PutRolePolicy } from "./put-role-policy.ts";

/** @throws NoSuchEntity */
export async function getRolePolicy(
  { store, scope }: IamPorts,
  { roleName, policyName }: { roleName: string; policyName: string },
): Promise<PutRolePolicy> {
  const { inlinePolicies } = await store.roles.require(scope, roleName);
  const policyDocument = Object.hasOwn(inlinePolicies, policyName) ? inlinePolicies[policyName] : undefined;
  if (policyDocument === undefined) throw NoSuchEntity.rolePolicy(policyName);
  return { roleName, policyName, policyDocument };
}

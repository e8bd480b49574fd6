import { NoSuchEntity } from "@lambent/model";
import type { IamPorts } from "./ports.ts";

/** @throws NoSuchEntity */
export async function deleteRolePolicy(
  { store, scope }: IamPorts,
  { roleName, policyName }: { roleName: string; policyName: string },
): Promise<void> {
  await store.roles.change(scope, roleName, (role) => {
    const left = Object.entries(role.inlinePolicies).filter(([name]) => name !== policyName);
    if (left.length === Object.keys(role.inlinePolicies).length) throw NoSuchEntity.rolePolicy(policyName);
    return { ...role, inlinePolicies: Object.fromEntries(left) };
  });
}

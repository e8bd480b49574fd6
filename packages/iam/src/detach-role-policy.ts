import { NoSuchEntity } from "@lambent/model";
import { requirePolicyArn } from "./constraints.ts";
import type { IamPorts } from "./ports.ts";

/** @throws NoSuchEntity, ValidationError */
export async function detachRolePolicy(
  { store, scope }: IamPorts,
  { roleName, policyArn }: { roleName: string; policyArn: string },
): Promise<void> {
  requirePolicyArn(policyArn);
  await store.roles.change(scope, roleName, (role) => {
    if (!role.attachedPolicyArns.includes(policyArn)) throw NoSuchEntity.attachment(policyArn);
    return { ...role, attachedPolicyArns: role.attachedPolicyArns.filter((arn) => arn !== policyArn) };
  });
}

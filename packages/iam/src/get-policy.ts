import { requirePolicyArn } from "./constraints.ts";
import type { PolicyDetails } from "./policy-details.ts";
import type { IamPorts } from "./ports.ts";

/** @throws NoSuchEntity, ValidationError */
export async function getPolicy(
  { store, scope }: IamPorts,
  { policyArn }: { policyArn: string },
): Promise<PolicyDetails> {
  requirePolicyArn(policyArn);
  const policy = await store.managedPolicies.require(scope, policyArn);
  return { ...policy, attachmentCount: (await store.roles.attachedTo(scope, policyArn)).length };
}

import { requirePolicyArn } from "./constraints.ts";
import { withoutTags } from "./iam-tags.ts";
import type { IamPorts } from "./ports.ts";

/** Keys that the policy hasn't got are passed over. @throws NoSuchEntity, ValidationError */
export async function untagPolicy(
  { store, scope }: IamPorts,
  { policyArn, tagKeys }: { policyArn: string; tagKeys: readonly string[] },
): Promise<void> {
  requirePolicyArn(policyArn);
  await store.managedPolicies.change(scope, policyArn, (policy) => ({
    ...policy,
    tags: withoutTags(policy.tags, tagKeys),
  }));
}

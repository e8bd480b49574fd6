import { requirePolicyArn } from "./constraints.ts";
import { type Tag, tagsOf, withTags } from "./iam-tags.ts";
import type { IamPorts } from "./ports.ts";

/** @throws NoSuchEntity, InvalidInput, LimitExceeded, ValidationError */
export async function tagPolicy(
  { store, scope }: IamPorts,
  { policyArn, tags }: { policyArn: string; tags: readonly Tag[] },
): Promise<void> {
  requirePolicyArn(policyArn);
  const added = tagsOf(tags, "Policy");
  await store.managedPolicies.change(scope, policyArn, (policy) => ({
    ...policy,
    tags: withTags(policy.tags, added, "Policy"),
  }));
}

import { iamUniqueId } from "@lambent/model";
import { POLICY_NAME_MAX_LENGTH, requireDescription, requireName, requirePath } from "./constraints.ts";
import { type Tag, tagsOf } from "./iam-tags.ts";
import type { PolicyDetails } from "./policy-details.ts";
import { requireManagedPolicy } from "./policy-sizes.ts";
import type { IamPorts } from "./ports.ts";

export interface CreatePolicy {
  policyName: string;
  policyDocument: string;
  /** `/` when omitted. */
  path?: string;
  description?: string;
  tags?: readonly Tag[];
}

/** @throws ValidationError, MalformedPolicyDocument, LimitExceeded, InvalidInput, EntityAlreadyExists */
export async function createPolicy(
  { store, scope, clock, ids }: IamPorts,
  { policyName, policyDocument, path = "/", description = "", tags = [] }: CreatePolicy,
): Promise<PolicyDetails> {
  requireName(policyName, "policyName", POLICY_NAME_MAX_LENGTH);
  requirePath(path);
  requireDescription(description);
  requireManagedPolicy(policyDocument);
  const createdAt = clock.now().toISOString();
  const policy = await store.managedPolicies.create(scope, {
    policyName,
    arn: `arn:aws:iam::${scope.accountId}:policy${path}${policyName}`,
    policyId: iamUniqueId("ANPA", ids.random),
    path,
    description,
    createdAt,
    updatedAt: createdAt,
    tags: tagsOf(tags, "Policy"),
    defaultVersionId: "v1",
    lastVersionNumber: 1,
    versions: [{ versionId: "v1", document: policyDocument, createdAt }],
  });
  return { ...policy, attachmentCount: 0 };
}

import { LimitExceeded, type PolicyVersion } from "@lambent/model";
import { requirePolicyArn } from "./constraints.ts";
import { requireManagedPolicy } from "./policy-sizes.ts";
import type { IamPorts } from "./ports.ts";

export interface CreatePolicyVersion {
  policyArn: string;
  policyDocument: string;
  setAsDefault?: boolean;
}

const VERSIONS_PER_POLICY_MAX = 5;

/** @throws NoSuchEntity (AWS's own policies, too), MalformedPolicyDocument, LimitExceeded, ValidationError */
export async function createPolicyVersion(
  { store, scope, clock }: IamPorts,
  { policyArn, policyDocument, setAsDefault = false }: CreatePolicyVersion,
): Promise<PolicyVersion & { isDefaultVersion: boolean }> {
  requirePolicyArn(policyArn);
  requireManagedPolicy(policyDocument);
  const createdAt = clock.now().toISOString();
  const { lastVersionNumber } = await store.managedPolicies.change(scope, policyArn, (policy) => {
    if (policy.versions.length >= VERSIONS_PER_POLICY_MAX) {
      throw new LimitExceeded(
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
      );
    }
    const number = policy.lastVersionNumber + 1;
    const versionId = `v${number}`;
    return {
      ...policy,
      lastVersionNumber: number,
      updatedAt: createdAt,
      ...(setAsDefault && { defaultVersionId: versionId }),
      versions: [{ versionId, document: policyDocument, createdAt }, ...policy.versions],
    };
  });
  return { versionId: `v${lastVersionNumber}`, document: policyDocument, createdAt, isDefaultVersion: setAsDefault };
}

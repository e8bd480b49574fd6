import { NoSuchEntity, type PolicyVersion } from "@lambent/model";
import { requirePolicyArn } from "./constraints.ts";
import type { IamPorts } from "./ports.ts";

/** @throws NoSuchEntity, ValidationError */
export async function getPolicyVersion(
  { store, scope }: IamPorts,
  { policyArn, versionId }: { policyArn: string; versionId: string },
): Promise<PolicyVersion & { isDefaultVersion: boolean }> {
  requirePolicyArn(policyArn);
  const { versions, defaultVersionId } = await store.managedPolicies.require(scope, policyArn);
  const version = versions.find((one) => one.versionId === versionId);
  if (version === undefined) throw NoSuchEntity.policyVersion(policyArn, versionId);
  return { ...version, isDefaultVersion: versionId === defaultVersionId };
}

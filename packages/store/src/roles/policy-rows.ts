import { type ManagedPolicy, NoSuchEntity, type Scope } from "@lambent/model";
import type { ManagedPolicyVersion, ManagedPolicy as PolicyRow, Prisma } from "../generated/client.ts";
import { AWS_MANAGED_POLICIES } from "./aws-managed-policies.ts";

export const WITH_VERSIONS = {
  versions: { orderBy: { versionNumber: "desc" } },
} as const satisfies Prisma.ManagedPolicyInclude;

export type PolicyWithVersions = PolicyRow & { versions: ManagedPolicyVersion[] };

export function policyOf(row: PolicyWithVersions): ManagedPolicy {
  return {
    policyName: row.policyName,
    arn: row.arn,
    policyId: row.policyId,
    path: row.path,
    description: row.description,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    tags: JSON.parse(row.tagsJson),
    defaultVersionId: row.defaultVersionId,
    lastVersionNumber: row.lastVersionNumber,
    versions: row.versions.map(({ versionNumber, documentJson, createdAt }) => ({
      versionId: `v${versionNumber}`,
      document: documentJson,
      createdAt,
    })),
  };
}

export function policyColumns(policy: ManagedPolicy) {
  return {
    updatedAt: policy.updatedAt,
    tagsJson: JSON.stringify(policy.tags),
    defaultVersionId: policy.defaultVersionId,
    lastVersionNumber: policy.lastVersionNumber,
    versions: {
      create: policy.versions.map(({ versionId, document, createdAt }) => ({
        versionNumber: Number(versionId.slice(1)),
        documentJson: document,
        createdAt,
      })),
    },
  };
}

export function newPolicyRow({ accountId }: Scope, policy: ManagedPolicy): Prisma.ManagedPolicyCreateInput {
  return {
    ...policyColumns(policy),
    arn: policy.arn,
    accountId,
    policyName: policy.policyName,
    policyNameFolded: policy.policyName.toLowerCase(),
    policyId: policy.policyId,
    path: policy.path,
    description: policy.description,
    createdAt: policy.createdAt,
  };
}

/** @throws NoSuchEntity */
export async function requirePolicy(
  database: Prisma.TransactionClient,
  accountId: string,
  policyArn: string,
): Promise<void> {
  if (AWS_MANAGED_POLICIES.has(policyArn)) return;
  if ((await database.managedPolicy.count({ where: { accountId, arn: policyArn } })) === 0) {
    throw NoSuchEntity.policy(policyArn);
  }
}

import type { Role, Scope } from "@lambent/model";
import type { Prisma, RoleAttachedPolicy, RoleInlinePolicy, Role as RoleRow } from "../generated/client.ts";

export const WITH_POLICIES = {
  inlinePolicies: { orderBy: { policyName: "asc" } },
  attachedPolicies: { orderBy: { position: "asc" } },
} as const satisfies Prisma.RoleInclude;

export type RoleWithPolicies = RoleRow & { inlinePolicies: RoleInlinePolicy[]; attachedPolicies: RoleAttachedPolicy[] };

export function roleOf(row: RoleWithPolicies): Role {
  return {
    roleName: row.roleName,
    arn: row.arn,
    roleId: row.roleId,
    path: row.path,
    description: row.description,
    createdAt: row.createdAt,
    maxSessionDurationSeconds: row.maxSessionDurationSeconds,
    tags: JSON.parse(row.tagsJson),
    managed: row.managed,
    trustPolicy: row.trustPolicyJson,
    inlinePolicies: Object.fromEntries(row.inlinePolicies.map((one) => [one.policyName, one.documentJson])),
    attachedPolicyArns: row.attachedPolicies.map(({ policyArn }) => policyArn),
  };
}

/** The role's own columns. */
export function roleColumns(role: Role) {
  return {
    arn: role.arn,
    roleId: role.roleId,
    path: role.path,
    description: role.description,
    createdAt: role.createdAt,
    maxSessionDurationSeconds: role.maxSessionDurationSeconds,
    tagsJson: JSON.stringify(role.tags),
    managed: role.managed,
    trustPolicyJson: role.trustPolicy,
  };
}

/** A new role with all its policies, for one create. */
export function newRoleRow({ accountId }: Scope, role: Role): Prisma.RoleCreateInput {
  return {
    ...roleColumns(role),
    accountId,
    roleName: role.roleName,
    roleNameFolded: role.roleName.toLowerCase(),
    inlinePolicies: { create: inlineRows(role) },
    attachedPolicies: { create: attachedRows(role) },
  };
}

export function inlineRows({ inlinePolicies }: Role) {
  return Object.entries(inlinePolicies).map(([policyName, documentJson]) => ({ policyName, documentJson }));
}

export function attachedRows({ attachedPolicyArns }: Role) {
  return attachedPolicyArns.map((policyArn, position) => ({ policyArn, position }));
}

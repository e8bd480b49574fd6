import { DEFAULT_ROLE_POLICY, DEFAULT_ROLE_POLICY_NAME, DEFAULT_TRUST_POLICY, type Role } from "@lambent/model";
import { SCOPE } from "./function-record.ts";

/** The role of a function, complete; what a test is about is given. */
export function roleRecord(roleName: string, given: Partial<Role> = {}): Role {
  const path = given.path ?? "/service-role/";
  return {
    roleName,
    arn: `arn:aws:iam::${SCOPE.accountId}:role${path}${roleName}`,
    roleId: "AROAAAAAAAAAAAAAAAAAA",
    path,
    description: "",
    createdAt: "2026-11-23T10:00:00.000Z",
    maxSessionDurationSeconds: 3600,
    tags: {},
    managed: true,
    trustPolicy: JSON.stringify(DEFAULT_TRUST_POLICY),
    inlinePolicies: { [DEFAULT_ROLE_POLICY_NAME]: JSON.stringify(DEFAULT_ROLE_POLICY(SCOPE, "hello")) },
    attachedPolicyArns: [],
    ...given,
  };
}

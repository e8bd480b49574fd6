import {
  DEFAULT_ROLE_POLICY,
  DEFAULT_ROLE_POLICY_NAME,
  DEFAULT_TRUST_POLICY,
  defaultRoleName,
  iamUniqueId,
  type Role,
  roleArn,
  SERVICE_ROLE_PATH,
  SESSION_DURATION_SECONDS_DEFAULT,
} from "@lambent/model";
import type { Ports } from "./ports.ts";

/** The role that is made for one function and goes with it: it may write the function's log and nothing else. */
export function newManagedRole(
  { scope, ids, clock }: Pick<Ports, "scope" | "ids" | "clock">,
  functionName: string,
): Role {
  const roleName = defaultRoleName(functionName, ids.random);
  return {
    roleName,
    arn: roleArn(scope, roleName, SERVICE_ROLE_PATH),
    roleId: iamUniqueId("AROA", ids.random),
    path: SERVICE_ROLE_PATH,
    description: "",
    createdAt: clock.now().toISOString(),
    maxSessionDurationSeconds: SESSION_DURATION_SECONDS_DEFAULT,
    tags: {},
    managed: true,
    trustPolicy: JSON.stringify(DEFAULT_TRUST_POLICY),
    inlinePolicies: { [DEFAULT_ROLE_POLICY_NAME]: JSON.stringify(DEFAULT_ROLE_POLICY(scope, functionName)) },
    attachedPolicyArns: [],
  };
}

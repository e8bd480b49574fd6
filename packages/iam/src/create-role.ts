import { iamUniqueId, type Role, roleArn, SESSION_DURATION_SECONDS_DEFAULT } from "@lambent/model";
import { ROLE_NAME_MAX_LENGTH, requireDescription, requireName, requirePath } from "./constraints.ts";
import { type Tag, tagsOf } from "./iam-tags.ts";
import { requireTrustPolicy } from "./policy-sizes.ts";
import type { IamPorts } from "./ports.ts";
import { requireSessionDuration } from "./session-duration.ts";

export interface CreateRole {
  roleName: string;
  /** The trust policy, as JSON. */
  assumeRolePolicyDocument: string;
  /** `/` when omitted. */
  path?: string;
  description?: string;
  /** 3,600 to 43,200; 3,600 when omitted. */
  maxSessionDurationSeconds?: number;
  tags?: readonly Tag[];
}

/** @throws ValidationError, MalformedPolicyDocument, LimitExceeded, InvalidInput, EntityAlreadyExists */
export async function createRole({ store, scope, clock, ids }: IamPorts, input: CreateRole): Promise<Role> {
  const { roleName, path = "/", description = "", tags = [] } = input;
  const { maxSessionDurationSeconds = SESSION_DURATION_SECONDS_DEFAULT } = input;
  requireName(roleName, "roleName", ROLE_NAME_MAX_LENGTH);
  requirePath(path);
  requireDescription(description);
  requireSessionDuration(maxSessionDurationSeconds);
  requireTrustPolicy(input.assumeRolePolicyDocument);
  return store.roles.create(scope, {
    roleName,
    arn: roleArn(scope, roleName, path),
    roleId: iamUniqueId("AROA", ids.random),
    path,
    description,
    createdAt: clock.now().toISOString(),
    maxSessionDurationSeconds,
    tags: tagsOf(tags, "Role"),
    managed: false,
    trustPolicy: input.assumeRolePolicyDocument,
    inlinePolicies: {},
    attachedPolicyArns: [],
  });
}

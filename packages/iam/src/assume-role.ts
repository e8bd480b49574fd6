import { type Caller, explainTrust, type RequestContext, requestTagKeys, resourceTagKeys } from "@lambent/access";
import {
  AccessDenied,
  parseRoleArn,
  type Role,
  SESSION_DURATION_SECONDS_DEFAULT,
  ValidationError,
} from "@lambent/model";
import { refuse, requireLength, requirePolicyArn, requireRange } from "./constraints.ts";
import { type Tag, tagsOf } from "./iam-tags.ts";
import { type IssuedSession, issueSession } from "./issue-session.ts";
import { requireSessionPolicy } from "./policy-sizes.ts";
import type { IamPorts } from "./ports.ts";
import { SESSION_TOKEN_MAX_LENGTH } from "./session-token.ts";

export interface AssumeRole {
  /** Who asks. */
  caller: Caller;
  /** Condition keys of the request, for instance `aws:SourceIp`. */
  context?: RequestContext;
  roleArn: string;
  roleSessionName: string;
  /** 900 up to what the role allows; 3,600 when omitted. */
  durationSeconds?: number;
  /** A session policy as JSON: the session may do what it and the role's policies allow. */
  policy?: string;
  /** Up to ten managed policies that act as session policies, too. */
  policyArns?: readonly string[];
  externalId?: string;
  tags?: readonly Tag[];
}

export interface AssumedRole extends IssuedSession {
  /** How much of what a token holds the session policies and tags take up, in percent; present when there are any. */
  packedPolicySize?: number;
}

const DURATION_SECONDS = { min: 900, max: 43_200 } as const;
/** Whoever is a session already gets another role for an hour at most. */
const CHAINED_SECONDS_MAX = 3600;
const SESSION_NAME = { pattern: "[\\w+=,.@-]*", min: 2, max: 64 } as const;
const POLICY_ARNS_MAX = 10;

/**
 * Credentials of a role of ours for whom its trust policy names.
 * @throws AccessDenied also for a role that isn't there: who may not use it doesn't learn whether it is;
 * ValidationError, MalformedPolicyDocument, InvalidInput, LimitExceeded, PackedPolicyTooLarge
 */
export async function assumeRole(ports: IamPorts, input: AssumeRole): Promise<AssumedRole> {
  const { roleSessionName, durationSeconds = SESSION_DURATION_SECONDS_DEFAULT, policyArns = [] } = input;
  requireInput(input);
  const policies = input.policy === undefined ? [] : [input.policy];
  const tags = tagsOf(input.tags ?? [], "Session");
  const role = await requireTrust(ports, input, tags);
  requireDuration(input.caller, role, durationSeconds);
  const issued = issueSession(ports, role, {
    sessionName: roleSessionName,
    durationSeconds,
    policies,
    policyArns,
    tags,
  });
  if (policies.length + policyArns.length + Object.keys(tags).length === 0) return issued;
  const share = issued.credentials.sessionToken.length / SESSION_TOKEN_MAX_LENGTH;
  return { ...issued, packedPolicySize: Math.ceil(100 * share) };
}

function requireInput({ roleArn, roleSessionName, durationSeconds, policy, policyArns = [], externalId }: AssumeRole) {
  requireLength(roleSessionName, "roleSessionName", SESSION_NAME);
  if (!/^[\w+=,.@-]*$/.test(roleSessionName)) {
    refuse(
      roleSessionName,
      "roleSessionName",
      `Member must satisfy regular expression pattern: ${SESSION_NAME.pattern}`,
    );
  }
  if (durationSeconds !== undefined) requireRange(durationSeconds, "durationSeconds", DURATION_SECONDS);
  if (externalId !== undefined) requireLength(externalId, "externalId", { min: 2, max: 1224 });
  if (policyArns.length > POLICY_ARNS_MAX) {
    refuse(policyArns.length, "policyArns", `Member must have length less than or equal to ${POLICY_ARNS_MAX}`);
  }
  for (const arn of policyArns) requirePolicyArn(arn);
  if (policy !== undefined) requireSessionPolicy(policy);
  if (parseRoleArn(roleArn) === null) throw new ValidationError(`${roleArn} is invalid`);
}

async function requireTrust(
  { store, scope }: IamPorts,
  { caller, context, roleArn, roleSessionName, externalId }: AssumeRole,
  tags: Readonly<Record<string, string>>,
): Promise<Role> {
  const { accountId = "", roleName = "" } = parseRoleArn(roleArn) ?? {};
  const role = await store.roles.get({ ...scope, accountId }, roleName);
  const denied = (action: "sts:AssumeRole" | "sts:TagSession") =>
    new AccessDenied(caller.principalArn, action, roleArn, { because: "noAllow", policyType: "resource" });
  if (role === null || role.arn !== roleArn) throw denied("sts:AssumeRole");
  const trusted = { arn: role.arn, trustPolicy: JSON.parse(role.trustPolicy) };
  const keys = {
    ...context,
    "sts:ExternalId": externalId,
    "sts:RoleSessionName": roleSessionName,
    ...requestTagKeys(tags),
    ...resourceTagKeys(role.tags, ["aws", "iam"]),
  };
  if (!explainTrust(caller, trusted, "sts:AssumeRole", keys).allowed) throw denied("sts:AssumeRole");
  const tagged = Object.keys(tags).length > 0;
  if (tagged && !explainTrust(caller, trusted, "sts:TagSession", keys).allowed) throw denied("sts:TagSession");
  return role;
}

function requireDuration(caller: Caller, { maxSessionDurationSeconds }: Role, durationSeconds: number): void {
  if (caller.session !== undefined && durationSeconds > CHAINED_SECONDS_MAX) {
    throw new ValidationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  }
  if (durationSeconds > maxSessionDurationSeconds) {
    throw new ValidationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
}

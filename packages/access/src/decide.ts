import {
  type DenialReason,
  type NamedPolicy,
  type PolicyType,
  type StatementReference,
  statementsOf,
} from "@lambent/model";
import { accountOfArn } from "./arn-pattern.ts";
import type { Principal, PrincipalMatch } from "./principal.ts";
import { type JudgedRequest, matchStatement, type PolicyReading, variablesOf } from "./statement.ts";

/** All policies that have a say in a request. */
export interface PolicySet {
  identity: readonly NamedPolicy[];
  /** The policy of the resource, if it has one. */
  resource?: NamedPolicy;
  /** Given when the session was made: it may do what at least one of them allows, nothing when there are none left. */
  session?: readonly NamedPolicy[];
  /** Limits what identity policies may allow. */
  boundary?: NamedPolicy;
  /** The resource's policy is the trust policy of a role: nobody gets in whom it doesn't name, its own account included. */
  resourceIsRole?: boolean;
}

/** Allowed by a statement, or denied and why. */
export type Decision = { allowed: true; statement: StatementReference } | { allowed: false; reason: DenialReason };

/**
 * AWS's order of judgement: an explicit Deny anywhere wins; else what the resource's policy and the caller's own
 * policies allow together, within the session's policies and the permissions boundary. Between accounts both sides must
 * allow; services and anonymous callers have nothing but the resource's policy.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function decide(request: JudgedRequest, policies: PolicySet): Decision {
  const identity = judge(request, "identity", policies.identity);
  const resourceReading = policies.resourceIsRole ? "trust" : "resource";
  const resource = judge(request, "resource", policies.resource ? [policies.resource] : [], resourceReading);
  const session = policies.session && judge(request, "session", policies.session);
  const boundary = policies.boundary && judge(request, "boundary", [policies.boundary]);

  const denied = [identity, resource, session, boundary].find((one) => one?.denied !== undefined)?.denied;
  if (denied !== undefined) return { allowed: false, reason: { because: "explicitDeny", statement: denied } };

  const { principal } = request;
  const byResource = nearest(resource.allowed);
  if (principal.kind === "service" || principal.kind === "anonymous") {
    return byResource === undefined ? notAllowedBy("resource") : { allowed: true, statement: byResource.statement };
  }
  const sameAccount = isSameAccount(principal, request.resourceArn);
  const needsResource = policies.resourceIsRole || !sameAccount;
  if (needsResource && byResource === undefined) return notAllowedBy("resource");
  // Named by its own ARN, a principal of the account is let in by the resource alone.
  if (sameAccount && byResource?.match === "direct") return { allowed: true, statement: byResource.statement };
  const byRole = sameAccount && byResource?.match === "role" ? byResource.statement : undefined;
  const allowing = byRole ?? identity.allowed[0]?.statement;
  if (allowing === undefined) return notAllowedBy("identity");
  if (boundary !== undefined && boundary.allowed.length === 0) return notAllowedBy("boundary");
  if (session !== undefined && session.allowed.length === 0) return notAllowedBy("session");
  return { allowed: true, statement: allowing };
}

interface Judgement {
  denied: StatementReference | undefined;
  allowed: { statement: StatementReference; match: PrincipalMatch }[];
}

function judge(
  request: JudgedRequest,
  policyType: PolicyType,
  policies: readonly NamedPolicy[],
  reading: PolicyReading = "identity",
): Judgement {
  const judgement: Judgement = { denied: undefined, allowed: [] };
  for (const { name, document } of policies) {
    const variables = variablesOf(document, request.context);
    for (const [index, statement] of statementsOf(document).entries()) {
      const match = matchStatement(statement, reading, request, variables);
      if (match === null) continue;
      const { Sid: sid } = statement;
      const reference = { policyType, policyName: name, index, ...(sid !== undefined && { sid }) };
      if (statement.Effect === "Deny") judgement.denied ??= reference;
      else judgement.allowed.push({ statement: reference, match });
    }
  }
  return judgement;
}

function nearest(allowed: Judgement["allowed"]): Judgement["allowed"][number] | undefined {
  const byMatch = (wanted: PrincipalMatch) => allowed.find(({ match }) => match === wanted);
  return byMatch("direct") ?? byMatch("role") ?? byMatch("account");
}

function notAllowedBy(policyType: PolicyType): Decision {
  return { allowed: false, reason: { because: "noAllow", policyType } };
}

/** AWS's own managed policies stand in each account. */
const EVERY_ACCOUNT = "aws";

/** A resource whose ARN names no account is taken for one of the caller's own. */
function isSameAccount(principal: Extract<Principal, { accountId: string }>, resourceArn: string): boolean {
  const resourceAccount = accountOfArn(resourceArn);
  return resourceAccount === undefined || ["*", EVERY_ACCOUNT, principal.accountId].includes(resourceAccount);
}

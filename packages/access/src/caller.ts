import type { NamedPolicy, PolicyStatement, Scope } from "@lambent/model";
import type { RequestContext } from "./request-context.ts";

/** Who asks, and what they may do. */
export interface Caller {
  /** ARN of a user or a role's session, a service (`s3.amazonaws.com`), or `anonymous`. */
  principalArn: string;
  /** As people see it. */
  name: string;
  /** Identity-based statements; what neither they nor `policies` allow is denied. */
  policy: readonly PolicyStatement[];
  /** Identity-based policies under their names. */
  policies?: readonly NamedPolicy[];
  /** Limits what the identity-based ones may allow. */
  boundary?: NamedPolicy;
  /** AWS's unique id, `AROA…:session` for a role's session. */
  userId?: string;
  /** Tags of the user, or of role and session together. */
  tags?: Readonly<Record<string, string>>;
  /** Present for the session of an assumed role. */
  session?: CallerSession;
}

export interface CallerSession {
  roleArn: string;
  sessionName: string;
  /** ISO 8601. */
  issuedAt: string;
  expiresAt: string;
  /** Session policies, if it has any: it may do what the role and at least one of them allow. */
  policies?: readonly NamedPolicy[];
  /** Condition keys that hold for all that the session does, for instance `lambda:SourceFunctionArn`. */
  context: RequestContext;
}

/** The one person of a server that listens on loopback alone: whoever can reach it owns the machine's account anyway. */
export function LOCAL_ADMINISTRATOR(scope: Scope): Caller {
  return {
    principalArn: `arn:aws:iam::${scope.accountId}:user/local-administrator`,
    name: "Local administrator",
    policy: [{ Sid: "Administrator", Effect: "Allow", Action: "*", Resource: "*" }],
  };
}

/** Whoever calls a function's URL that asks for no signature. */
export const ANONYMOUS_CALLER: Caller = { principalArn: "anonymous", name: "Anonymous", policy: [] };

/** @param service for instance `s3.amazonaws.com`. */
export function serviceCaller(service: string): Caller {
  return { principalArn: service, name: service, policy: [] };
}

/** Condition keys that follow from who asks. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function callerContext(caller: Caller): RequestContext {
  const { principalArn, session, tags } = caller;
  const accountId = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):/.exec(principalArn)?.[1];
  if (accountId === undefined) {
    return principalArn === "anonymous"
      ? { "aws:PrincipalType": "Anonymous", "aws:PrincipalIsAWSService": "false" }
      : { "aws:PrincipalServiceName": principalArn, "aws:PrincipalIsAWSService": "true" };
  }
  return {
    "aws:PrincipalArn": session?.roleArn ?? principalArn,
    "aws:PrincipalAccount": accountId,
    "aws:PrincipalType": session === undefined ? "User" : "AssumedRole",
    "aws:PrincipalIsAWSService": "false",
    "aws:userid": caller.userId,
    // Only users have a name.
    "aws:username": /:user\/(?:.*\/)?([^/]+)$/.exec(principalArn)?.[1],
    "aws:TokenIssueTime": session?.issuedAt,
    ...Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    ...session?.context,
  };
}

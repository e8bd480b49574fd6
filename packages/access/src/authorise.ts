import { AccessDenied, type IamAction, type NamedPolicy, type PolicyDocument } from "@lambent/model";
import { accountOfArn } from "./arn-pattern.ts";
import { type Caller, callerContext } from "./caller.ts";
import { type Decision, decide } from "./decide.ts";
import { principalOf } from "./principal.ts";
import { ContextValues, type RequestContext } from "./request-context.ts";

/** What is known of a request beside who asks for what. */
export interface RequestFacts {
  /** Condition keys, for instance `aws:SourceIp`; those that follow from the caller and the clock needn't be given. */
  context?: RequestContext;
  /** The policy of the resource: a function's permissions. */
  resourcePolicy?: PolicyDocument;
  /** Told of each condition key, in lower case, that a policy asks for and `context` lacks: without a call the rest of the keys decides nothing. */
  onUnknownKey?: (key: string) => void;
}

/**
 * The one step that every operation passes before it looks anything up: a denied caller can't tell a missing function
 * from a hidden one. An explicit Deny wins over every Allow.
 * @param resourceArn an ARN, or `*` for actions that no resource limits.
 * @throws AccessDenied
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function authorise(caller: Caller, action: IamAction, resourceArn: string, facts?: RequestFacts): void {
  const decision = explainAccess(caller, action, resourceArn, facts);
  if (!decision.allowed) throw new AccessDenied(caller.principalArn, action, resourceArn, decision.reason);
}

/** The same judgement as a value: which statement allows it, or why not. */
export function explainAccess(
  caller: Caller,
  action: string,
  resourceArn: string,
  { context = {}, resourcePolicy, onUnknownKey }: RequestFacts = {},
): Decision {
  const values = requestContext(caller, resourceArn, context);
  values.onUnknownKey = onUnknownKey;
  const request = {
    principal: principalOf(caller),
    action,
    resourceArn,
    context: values,
  };
  return decide(request, {
    identity: identityPolicies(caller),
    ...(resourcePolicy !== undefined && { resource: { name: resourceArn, document: resourcePolicy } }),
    ...(caller.session?.policies !== undefined && { session: caller.session.policies }),
    ...(caller.boundary !== undefined && { boundary: caller.boundary }),
  });
}

export function identityPolicies({ policy, policies = [] }: Caller): readonly NamedPolicy[] {
  if (policy.length === 0) return policies;
  return [{ name: "inline", document: { Version: "2012-10-17", Statement: [...policy] } }, ...policies];
}

/** All keys of a request; what the caller is comes last, so that no request can claim to be somebody else. */
export function requestContext(caller: Caller, resourceArn: string, given: RequestContext): ContextValues {
  return new ContextValues(() => {
    const now = new Date();
    const ofRequest = {
      "aws:CurrentTime": now.toISOString(),
      "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
      "aws:ResourceAccount": accountOfArn(resourceArn),
    };
    return [ofRequest, given, callerContext(caller)];
  });
}

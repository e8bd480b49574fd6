import type { PolicyDocument } from "@lambent/model";
import { identityPolicies, requestContext } from "./authorise.ts";
import { type Caller, serviceCaller } from "./caller.ts";
import { type Decision, decide } from "./decide.ts";
import { principalOf } from "./principal.ts";
import type { RequestContext } from "./request-context.ts";

/** The role that somebody wants to act as. */
export interface TrustedRole {
  arn: string;
  trustPolicy: PolicyDocument;
}

/**
 * Whether a caller may act as a role: the role's trust policy must name them, and where it names but their account, their
 * own policies must allow it.
 * @param action `sts:TagSession` when the session brings tags along, which has to be allowed as well.
 */
export function explainTrust(
  caller: Caller,
  role: TrustedRole,
  action: "sts:AssumeRole" | "sts:TagSession" = "sts:AssumeRole",
  context: RequestContext = {},
): Decision {
  const request = {
    principal: principalOf(caller),
    action,
    resourceArn: role.arn,
    context: requestContext(caller, role.arn, context),
  };
  return decide(request, {
    identity: identityPolicies(caller),
    resource: { name: role.arn, document: role.trustPolicy },
    ...(caller.session?.policies !== undefined && { session: caller.session.policies }),
    ...(caller.boundary !== undefined && { boundary: caller.boundary }),
    resourceIsRole: true,
  });
}

/**
 * Whether a service, for instance `lambda.amazonaws.com`, may act as a role.
 * @param context `aws:SourceAccount` and `aws:SourceArn`, which trust policies ask for against confused deputies.
 */
export function trustsService(role: TrustedRole, service: string, context: RequestContext = {}): boolean {
  return explainTrust(serviceCaller(service), role, "sts:AssumeRole", context).allowed;
}

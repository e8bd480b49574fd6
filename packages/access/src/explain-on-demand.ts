import type { IamAction } from "@lambent/model";
import { explainAccess, type RequestFacts } from "./authorise.ts";
import type { Caller } from "./caller.ts";
import type { Decision } from "./decide.ts";
import type { RequestContext } from "./request-context.ts";

export interface DecisionOnDemand {
  decision: Decision;
  /** All keys that were judged by: those that were looked up as well, when they were. */
  context: RequestContext;
}

/** As `explainAccess`; undefined when a policy asks for a condition key that the request lacks. */
export function explainAccessAtOnce(
  caller: Caller,
  action: IamAction,
  resourceArn: string,
  facts: Omit<RequestFacts, "onUnknownKey">,
): Decision | undefined {
  let asked = false;
  const onUnknownKey = () => {
    asked = true;
  };
  const decision = explainAccess(caller, action, resourceArn, { ...facts, onUnknownKey });
  return asked ? undefined : decision;
}

/**
 * As `explainAccess` where some condition keys, a resource's tags, have to be looked up: that is done when a policy asks for a
 * key that the request lacks, so that all others wait for nothing.
 * @param lookUp of them a key that the request has already stays as it is.
 */
export async function explainAccessOnDemand(
  caller: Caller,
  action: IamAction,
  resourceArn: string,
  facts: Omit<RequestFacts, "onUnknownKey">,
  lookUp: () => Promise<RequestContext>,
): Promise<DecisionOnDemand> {
  const decision = explainAccessAtOnce(caller, action, resourceArn, facts);
  const { context = {} } = facts;
  if (decision !== undefined) return { decision, context };
  const known = { ...(await lookUp()), ...context };
  return { decision: explainAccess(caller, action, resourceArn, { ...facts, context: known }), context: known };
}

/** Condition keys that a resource's tags are asked by. @param prefixes `aws`; IAM's own resources know them as `iam`, too. */
export function resourceTagKeys(
  tags: Readonly<Record<string, string>>,
  prefixes: readonly string[] = ["aws"],
): RequestContext {
  return Object.fromEntries(
    prefixes.flatMap((prefix) => Object.entries(tags).map(([key, value]) => [`${prefix}:ResourceTag/${key}`, value])),
  );
}

/** Condition keys that the tags of a request are asked by. `aws:TagKeys` is there when it has any. */
export function requestTagKeys(tags: Readonly<Record<string, string>> | undefined): RequestContext {
  const entries = Object.entries(tags ?? {});
  if (entries.length === 0) return {};
  return {
    ...Object.fromEntries(entries.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    "aws:TagKeys": entries.map(([key]) => key),
  };
}

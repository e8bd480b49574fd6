import type { PolicyDocument, PolicyStatement } from "@lambent/model";
import { matchesArn } from "./arn-pattern.ts";
import { conditionsHold } from "./conditions.ts";
import { patternWithVariables, type VariableSource } from "./policy-variables.ts";
import { isExcepted, matchPrincipal, type Principal, type PrincipalMatch } from "./principal.ts";
import type { ContextValues } from "./request-context.ts";
import { matchesWildcard } from "./wildcard.ts";

/** What statements are compared with. */
export interface JudgedRequest {
  principal: Principal;
  action: string;
  resourceArn: string;
  context: ContextValues;
}

/**
 * How a document is read: an `identity` policy belongs to who asks and names no principal; a `resource` policy names
 * principals and resources; in a `trust` policy the resource is the role itself and isn't named.
 */
export type PolicyReading = "identity" | "resource" | "trust";

/** Policies of version 2008-10-17, the default, know no variables. */
export function variablesOf({ Version }: PolicyDocument, context: ContextValues): VariableSource {
  return Version === "2012-10-17" ? context : null;
}

/** @returns how the statement names the principal when it applies to the request, else null. */
export function matchStatement(
  statement: PolicyStatement,
  reading: PolicyReading,
  request: JudgedRequest,
  variables: VariableSource,
): PrincipalMatch | null {
  const match = reading === "identity" ? "direct" : principalMatch(statement, request.principal);
  if (match === null) return null;
  const applies =
    actionMatches(statement, request.action) &&
    resourceMatches(statement, reading, request.resourceArn, variables) &&
    conditionsHold(statement.Condition, request.context, variables);
  return applies ? match : null;
}

function principalMatch(
  { Effect, Principal: element, NotPrincipal }: PolicyStatement,
  principal: Principal,
): PrincipalMatch | null {
  if (element !== undefined) return matchPrincipal(element, principal);
  // With Allow it would let in everybody else, anonymous callers included; AWS refuses such policies.
  if (NotPrincipal === undefined || Effect === "Allow") return null;
  return isExcepted(NotPrincipal, principal) ? null : "direct";
}

/** Actions are compared without regard to case, resources with it, as IAM does. */
function actionMatches({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const asked = action.toLowerCase();
  const named = (patterns: string | string[]) =>
    oneOrMany(patterns).some((pattern) => matchesWildcard(pattern.toLowerCase(), asked));
  if (Action !== undefined) return named(Action);
  return NotAction !== undefined && !named(NotAction);
}

function resourceMatches(
  { Resource, NotResource }: PolicyStatement,
  reading: PolicyReading,
  resourceArn: string,
  variables: VariableSource,
): boolean {
  const texts = Resource ?? NotResource;
  if (texts === undefined) return reading === "trust";
  const named = oneOrMany(texts).some((text) => {
    // A variable without a value names no resource, neither to be in nor to be left out.
    const pattern = patternWithVariables(text, variables);
    return pattern !== null && matchesArn(pattern, resourceArn);
  });
  return named === (Resource !== undefined);
}

function oneOrMany(value: string | string[]): string[] {
  return typeof value === "string" ? [value] : value;
}

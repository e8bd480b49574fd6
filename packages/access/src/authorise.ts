import { AccessDenied, type IamAction, type PolicyStatement } from "@lambent/model";
import type { Caller } from "./caller.ts";
import { matchesWildcard } from "./wildcard.ts";

/**
 * The one step that every operation passes before it looks anything up: a denied caller can't tell a missing function
 * from a hidden one. An explicit Deny wins over every Allow.
 * @param resourceArn an ARN, or `*` for actions that no resource limits.
 * @throws AccessDenied
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function authorise(caller: Caller, action: IamAction, resourceArn: string): void {
  const applying = caller.policy.filter((statement) => applies(statement, action, resourceArn));
  const denied = applying.some(({ Effect }) => Effect === "Deny");
  const allowed = applying.some(({ Effect }) => Effect === "Allow");
  if (denied || !allowed) throw new AccessDenied(caller.principalArn, action, resourceArn);
}

function applies(statement: PolicyStatement, action: IamAction, resourceArn: string): boolean {
  // Actions are compared without regard to case, resources with it, as IAM does.
  const named = oneOrMany(statement.Action).some((pattern) =>
    matchesWildcard(pattern.toLowerCase(), action.toLowerCase()),
  );
  return named && oneOrMany(statement.Resource).some((pattern) => matchesWildcard(pattern, resourceArn));
}

function oneOrMany(value: string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

import { type PolicyPrincipal, SERVICE_PRINCIPAL_PATTERN } from "@lambent/model";
import type { Caller } from "./caller.ts";

/** Who a request comes from, as the Principal element of a policy sees it. */
export type Principal =
  | { kind: "user"; arn: string; accountId: string }
  | { kind: "roleSession"; arn: string; roleArn: string; accountId: string }
  | { kind: "service"; service: string }
  | { kind: "anonymous" };

/**
 * How a policy names a principal, the nearest first. It decides what else has to allow a request.
 * - `direct`: by its own ARN, by the service, or by `*`
 * - `role`: a session by its role, or by `*`
 * - `account`: by its account, which leaves the rest to that account's own policies
 */
export type PrincipalMatch = "direct" | "role" | "account";

const ASSUMED_ROLE = /^arn:[a-z-]+:sts::(\d{12}):assumed-role\/([^/]+)\//;
const IAM_ARN = /^arn:[a-z-]+:iam::(\d{12}):/;

/** @throws Error when the caller's ARN is none: a fault of ours. */
export function principalOf({ principalArn, session }: Caller): Principal {
  if (principalArn === "anonymous") return { kind: "anonymous" };
  if (SERVICE_PRINCIPAL_PATTERN.test(principalArn)) return { kind: "service", service: principalArn };
  const [, sessionAccount, roleName] = ASSUMED_ROLE.exec(principalArn) ?? [];
  if (sessionAccount !== undefined) {
    const roleArn = session?.roleArn ?? `arn:aws:iam::${sessionAccount}:role/${roleName}`;
    return { kind: "roleSession", arn: principalArn, roleArn, accountId: sessionAccount };
  }
  const accountId = IAM_ARN.exec(principalArn)?.[1];
  if (accountId === undefined) throw new Error(`${principalArn} is no ARN of a principal.`);
  return { kind: "user", arn: principalArn, accountId };
}

/** @returns null when the element doesn't name the principal. */
export function matchPrincipal(element: PolicyPrincipal, principal: Principal): PrincipalMatch | null {
  const names = namesOf(element);
  const named = (type: string, ...values: string[]) =>
    names.some((name) => name.type === type && values.includes(name.value));
  const everybody = named("AWS", "*");
  switch (principal.kind) {
    case "anonymous":
      return everybody ? "direct" : null;
    case "service":
      return everybody || named("Service", principal.service) ? "direct" : null;
    case "user":
      if (everybody || named("AWS", principal.arn)) return "direct";
      return named("AWS", ...accountNames(principal.accountId)) ? "account" : null;
    case "roleSession":
      if (named("AWS", principal.arn)) return "direct";
      // `*` lets a session in as far as its session policies go, as its role's ARN does.
      if (everybody || named("AWS", principal.roleArn)) return "role";
      return named("AWS", ...accountNames(principal.accountId)) ? "account" : null;
  }
}

/**
 * Whether a NotPrincipal element leaves the principal out. All that it is called by has to be listed (for a user its ARN
 * and its account), as AWS asks of such policies.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isExcepted(element: PolicyPrincipal, principal: Principal): boolean {
  const names = namesOf(element);
  const listed = (type: string, ...values: string[]) =>
    names.some((name) => name.type === type && values.includes(name.value));
  if (listed("AWS", "*")) return true;
  switch (principal.kind) {
    case "anonymous":
      return false;
    case "service":
      return listed("Service", principal.service);
    case "user":
      return listed("AWS", principal.arn) && listed("AWS", ...accountNames(principal.accountId));
    case "roleSession":
      return [[principal.arn], [principal.roleArn], accountNames(principal.accountId)].every((one) =>
        listed("AWS", ...one),
      );
  }
}

interface PrincipalName {
  type: string;
  value: string;
}

/** `"*"` is the same as `{ "AWS": "*" }`. */
function namesOf(element: PolicyPrincipal): PrincipalName[] {
  if (typeof element === "string") return [{ type: "AWS", value: element }];
  return Object.entries(element).flatMap(([type, values]) =>
    (Array.isArray(values) ? values : [values]).map((value) => ({ type, value })),
  );
}

function accountNames(accountId: string): string[] {
  return [accountId, `arn:aws:iam::${accountId}:root`];
}

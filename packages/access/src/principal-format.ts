import { type PolicyPrincipal, SERVICE_PRINCIPAL_PATTERN } from "@lambent/model";

const ACCOUNT = /^(\d{12}|\*)$/;
const PRINCIPAL_ARN =
  /^arn:aws[a-z-]*:(iam::\d{12}:(root|user\/[\w+=,.@/-]+|role\/[\w+=,.@/-]+)|sts::\d{12}:(assumed-role|federated-user)\/[\w+=,.@/-]+)$/;

const PRINCIPAL_FORMS: Readonly<Record<string, (value: string) => boolean>> = {
  AWS: (value) => ACCOUNT.test(value) || PRINCIPAL_ARN.test(value),
  Service: (value) => SERVICE_PRINCIPAL_PATTERN.test(value),
  Federated: (value) => value.length > 0,
  CanonicalUser: (value) => /^[0-9a-f]{64}$/.test(value),
};

/**
 * What is wrong with a Principal element, in AWS's words.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalIssue(element: PolicyPrincipal): string | null {
  if (typeof element === "string") return element === "*" ? null : `Invalid principal in policy: "${element}"`;
  const entries = Object.entries(element);
  if (entries.length === 0) return "Missing required field Principal cannot be empty!";
  for (const [type, values] of entries) {
    if (!Object.hasOwn(PRINCIPAL_FORMS, type)) return `Invalid principal in policy: "${type}"`;
    const given = Array.isArray(values) ? values : [values];
    if (given.length === 0) return "Missing required field Principal cannot be empty!";
    const wrong = given.find((value) => !PRINCIPAL_FORMS[type]?.(value));
    if (wrong !== undefined) return `Invalid principal in policy: "${type}":"${wrong}"`;
  }
  return null;
}

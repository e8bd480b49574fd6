import { type PolicyKind, parsePolicy } from "@lambent/access";
import { LimitExceeded, type PolicyDocument, ValidationError } from "@lambent/model";
import { requireLength } from "./constraints.ts";

/** Longest text that IAM reads at all; white space counts here alone. */
const DOCUMENT_MAX_LENGTH = 131_072;
/** Characters without white space. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MANAGED_POLICY_MAX_SIZE = 6144;
const TRUST_POLICY_MAX_SIZE = 2048;
const INLINE_POLICIES_MAX_SIZE = 10_240;
/** STS counts all characters. */
const SESSION_POLICY_MAX_LENGTH = 2048;

/** @throws ValidationError, LimitExceeded, MalformedPolicyDocument */
export function requireManagedPolicy(text: string): void {
  read(text, "managed", "policyDocument");
  if (sizeOf(text) > MANAGED_POLICY_MAX_SIZE) {
    throw new LimitExceeded(`Cannot exceed quota for PolicySize: ${MANAGED_POLICY_MAX_SIZE}`);
  }
}

/** @throws ValidationError, LimitExceeded, MalformedPolicyDocument */
export function requireTrustPolicy(text: string): void {
  read(text, "trust", "assumeRolePolicyDocument");
  if (sizeOf(text) > TRUST_POLICY_MAX_SIZE) {
    throw new LimitExceeded(`Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_MAX_SIZE}`);
  }
}

/** One inline policy by itself. @throws ValidationError, MalformedPolicyDocument */
export function requireInlinePolicy(text: string): void {
  read(text, "inline", "policyDocument");
}

/** All inline policies of a role together. @throws LimitExceeded */
export function requireInlineSize(roleName: string, policies: Readonly<Record<string, string>>): void {
  const size = Object.values(policies).reduce((sum, text) => sum + sizeOf(text), 0);
  if (size > INLINE_POLICIES_MAX_SIZE) {
    throw new LimitExceeded(`Maximum policy size of ${INLINE_POLICIES_MAX_SIZE} bytes exceeded for role ${roleName}`);
  }
}

/** @throws ValidationError, MalformedPolicyDocument */
export function requireSessionPolicy(text: string): PolicyDocument {
  requireLength(text, "policy", { min: 1, max: SESSION_POLICY_MAX_LENGTH });
  return parsePolicy(text, "session");
}

function read(text: string, kind: PolicyKind, member: string): void {
  if (text.length === 0) {
    throw new ValidationError(
      `1 validation error detected: Value '' at '${member}' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    );
  }
  requireLength(text, member, { max: DOCUMENT_MAX_LENGTH });
  parsePolicy(text, kind);
}

function sizeOf(text: string): number {
  return text.replace(/\s/g, "").length;
}

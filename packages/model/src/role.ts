import { z } from "zod";
import { logGroupArn } from "./arn.ts";
import type { PolicyDocument } from "./policy.ts";
import type { Scope } from "./scope.ts";
import { constraintMessage, MEMBER } from "./validation-message.ts";

/** An IAM role as it is kept. Policies are the JSON texts that were given: AWS gives them back as they came. */
export interface Role {
  roleName: string;
  arn: string;
  /** `AROA…`, another one for a role that is made again under the same name. */
  roleId: string;
  /** With leading and trailing slash. */
  path: string;
  /** Empty when none was given. */
  description: string;
  /** ISO 8601 with milliseconds, UTC. */
  createdAt: string;
  maxSessionDurationSeconds: number;
  tags: Record<string, string>;
  /** True when it was made for one function and goes with it. */
  managed: boolean;
  trustPolicy: string;
  /** By policy name. */
  inlinePolicies: Record<string, string>;
  /** ARNs of managed policies, in the order in which they were attached. */
  attachedPolicyArns: string[];
}

/** The execution role of a function as its page shows it: all that its policies say, in one document. */
export interface ExecutionRole {
  roleName: string;
  arn: string;
  managed: boolean;
  policy: PolicyDocument;
  trustPolicy: PolicyDocument;
}

/** A customer managed policy, or one of AWS's. */
export interface ManagedPolicy {
  policyName: string;
  arn: string;
  /** `ANPA…` */
  policyId: string;
  path: string;
  description: string;
  createdAt: string;
  /** When the newest version was made. */
  updatedAt: string;
  tags: Record<string, string>;
  defaultVersionId: string;
  /** Numbers count on: a deleted version's number is never given again. */
  lastVersionNumber: number;
  /** Newest first, at most five. */
  versions: PolicyVersion[];
}

export interface PolicyVersion {
  /** `v1`, `v2` … */
  versionId: string;
  /** JSON text as it was given. */
  document: string;
  createdAt: string;
}

/** Path of the roles that are made for a function. */
export const SERVICE_ROLE_PATH = "/service-role/";
/** An hour, as on AWS; a role may allow up to twelve. */
export const SESSION_DURATION_SECONDS_DEFAULT = 3600;
/** Name of the inline policy of a role that was made for a function. */
export const DEFAULT_ROLE_POLICY_NAME = "write-own-log";
/** What Lambda acts as when it assumes a role. */
export const LAMBDA_SERVICE_PRINCIPAL = "lambda.amazonaws.com";
/** AWS's words for a role that is missing or doesn't trust Lambda; Terraform waits and tries again on this very text. */
export const ROLE_NOT_ASSUMABLE = "The role defined for the function cannot be assumed by Lambda.";
/** IAM's limit of a role name; a function name of 64 leaves no room for the suffix, so the name is cut. */
const ROLE_NAME_MAX_LENGTH = 64;
const SUFFIX_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
const SUFFIX_LENGTH = 8;

/** The least that a function needs: to write its own log, nothing else. */
export function DEFAULT_ROLE_POLICY(scope: Scope, functionName: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "logs:CreateLogGroup", Resource: `arn:aws:logs:${scope.region}:${scope.accountId}:*` },
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [`${logGroupArn(scope, functionName)}:*`],
      },
    ],
  };
}

/** Only the Lambda service may act as the role. */
export const DEFAULT_TRUST_POLICY: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: LAMBDA_SERVICE_PRINCIPAL }, Action: "sts:AssumeRole" }],
};

/**
 * `<functionName>-role-<8 of a-z0-9>`, as the AWS console names it.
 * @param random returns numbers in [0, 1), as `Math.random`.
 */
export function defaultRoleName(functionName: string, random: () => number): string {
  let suffix = "";
  while (suffix.length < SUFFIX_LENGTH) suffix += SUFFIX_ALPHABET[Math.floor(random() * SUFFIX_ALPHABET.length)];
  const tail = `-role-${suffix}`;
  return functionName.slice(0, ROLE_NAME_MAX_LENGTH - tail.length) + tail;
}

/** IAM's unique ids are a prefix that tells the kind and 17 of these. */
const UNIQUE_ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const UNIQUE_ID_LENGTH = 17;

/**
 * @param prefix `AROA` for roles, `ANPA` for managed policies.
 * @param random returns numbers in [0, 1), as `Math.random`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export function iamUniqueId(prefix: "AROA" | "ANPA", random: () => number): string {
  let id: string = prefix;
  while (id.length < prefix.length + UNIQUE_ID_LENGTH) {
    id += UNIQUE_ID_ALPHABET[Math.floor(random() * UNIQUE_ID_ALPHABET.length)];
  }
  return id;
}

/** Lambda's pattern of a role's ARN exactly as AWS prints it in error messages. */
const ROLE_ARN_PATTERN_TEXT = "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+";
const ROLE_ARN_PATTERN = /^arn:(?:aws[a-zA-Z-]*)?:iam::(\d{12}):role(\/?[a-zA-Z_0-9+=,.@\-_/]+)$/;

/** The `Role` of a function: its form alone; whether it is there is another question. */
export const RoleArnSchema = z
  .string({ error: () => constraintMessage(null, "role", MEMBER.notNull) })
  .superRefine((role, context) => {
    if (ROLE_ARN_PATTERN.test(role)) return;
    context.addIssue({
      code: "custom",
      input: role,
      message: constraintMessage(role, "role", MEMBER.pattern(ROLE_ARN_PATTERN_TEXT)),
    });
  });

/** @returns null when the text is no ARN of a role. */
export function parseRoleArn(arn: string): { accountId: string; roleName: string } | null {
  const [, accountId, pathAndName] = ROLE_ARN_PATTERN.exec(arn) ?? [];
  const roleName = pathAndName?.split("/").at(-1);
  return accountId === undefined || !roleName ? null : { accountId, roleName };
}

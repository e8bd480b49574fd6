import { logGroupArn } from "./arn.ts";
import type { Scope } from "./scope.ts";

export interface PolicyStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: Record<string, string>;
  Action: string | string[];
  Resource?: string | string[];
}

/** An IAM policy document in AWS's own JSON. */
export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: PolicyStatement[];
}

/** The execution role of a function. */
export interface Role {
  roleName: string;
  arn: string;
  /** True when it was made for one function and goes with it. */
  managed: boolean;
  policy: PolicyDocument;
  trustPolicy: PolicyDocument;
}

/** Path of the roles that are made for a function. */
export const SERVICE_ROLE_PATH = "/service-role/";
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
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
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

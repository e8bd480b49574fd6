import { FUNCTION_NAME_PATTERN } from "./function-name.ts";
import type { Scope } from "./scope.ts";

/** Without a qualifier: the ARN of `$LATEST` as the console shows it. */
export function functionArn(scope: Scope, functionName: string, qualifier?: string): string {
  const unqualified = `arn:aws:lambda:${scope.region}:${scope.accountId}:function:${functionName}`;
  return qualifier === undefined ? unqualified : `${unqualified}:${qualifier}`;
}

/** The ARN of the function that a version's or an alias's ARN belongs to. */
export function unqualifiedFunctionArn(arn: string): string {
  return arn.split(":", UNQUALIFIED_ARN_PARTS).join(":");
}

/** `arn:aws:lambda:region:account:function:name` */
const UNQUALIFIED_ARN_PARTS = 7;

/** @param path with leading and trailing slash, `/service-role/` for roles that were made for a function. */
export function roleArn(scope: Scope, roleName: string, path = "/service-role/"): string {
  return `arn:aws:iam::${scope.accountId}:role${path}${roleName}`;
}

export function logGroupName(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

export function logGroupArn(scope: Scope, functionName: string): string {
  return `arn:aws:logs:${scope.region}:${scope.accountId}:log-group:${logGroupName(functionName)}`;
}

export interface FunctionReference {
  functionName: string;
  /** `$LATEST`, a version's digits or an alias. */
  qualifier?: string;
  /** Present when the reference named one. */
  accountId?: string;
  region?: string;
}

const REFERENCE =
  /^(?:arn:aws[a-zA-Z-]*:lambda:(?<region>(?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):(?<account>\d{12}):function:|(?<partialAccount>\d{12}):function:|function:)?(?<name>[a-zA-Z0-9-_]+)(?::(?<qualifier>\$LATEST|[a-zA-Z0-9-_]+))?$/;

/**
 * Reads every form in which AWS accepts a function: `name`, `name:qualifier`, `function:name`,
 * `123456789012:function:name[:qualifier]` and the full ARN.
 * @returns null when the text is none of them.
 */
export function parseFunctionReference(text: string): FunctionReference | null {
  const groups = REFERENCE.exec(text)?.groups;
  const functionName = groups?.name;
  if (groups === undefined || functionName === undefined || !FUNCTION_NAME_PATTERN.test(functionName)) return null;
  const accountId = groups.account ?? groups.partialAccount;
  return {
    functionName,
    ...(groups.qualifier !== undefined && { qualifier: groups.qualifier }),
    ...(accountId !== undefined && { accountId }),
    ...(groups.region !== undefined && { region: groups.region }),
  };
}

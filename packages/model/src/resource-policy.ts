import { z } from "zod";
import { constraintMessage, MEMBER } from "./validation-message.ts";

/** Bytes of a policy's JSON. */
export const RESOURCE_POLICY_LIMIT_BYTES = 20_480;
export const STATEMENT_ID_MAX_LENGTH = 100;

/** One permission, its members in the order in which AWS writes them. @see spec: lambda §11.2 */
export interface ResourcePolicyStatement {
  Sid: string;
  Effect: "Allow";
  Principal: "*" | { Service: string } | { AWS: string };
  Action: string;
  /** The function's ARN, with a qualifier when the permission is a version's or an alias's. */
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

export interface ResourcePolicyDocument {
  Version: "2012-10-17";
  Id: "default";
  Statement: readonly ResourcePolicyStatement[];
}

/** What AddPermission lets a caller say. */
export interface Permission {
  statementId: string;
  action: string;
  principal: string;
  sourceArn?: string | undefined;
  sourceAccount?: string | undefined;
  eventSourceToken?: string | undefined;
  principalOrgId?: string | undefined;
  functionUrlAuthType?: "NONE" | "AWS_IAM" | undefined;
  invokedViaFunctionUrl?: boolean | undefined;
}

function member(path: string, pattern: RegExp, patternText: string, maxLength: number) {
  return z.string({ error: () => constraintMessage(null, path, MEMBER.notNull) }).superRefine((value, context) => {
    const refuse = (constraint: string) =>
      context.addIssue({ code: "custom", input: value, message: constraintMessage(value, path, constraint) });
    if (value.length > maxLength) refuse(MEMBER.maxLength(maxLength));
    if (value.length === 0) refuse(MEMBER.minLength(1));
    else if (!pattern.test(value)) refuse(MEMBER.pattern(patternText));
  });
}

/** @see spec: lambda §2.2 */
export const StatementIdSchema = member("statementId", /^[a-zA-Z0-9-_]+$/, "([a-zA-Z0-9-_]+)", STATEMENT_ID_MAX_LENGTH);
export const PermissionActionSchema = member(
  "action",
  /^(?:lambda:\*|lambda:[a-zA-Z]+|\*)$/,
  "(lambda:[*]|lambda:[a-zA-Z]+|[*])",
  RESOURCE_POLICY_LIMIT_BYTES,
);
export const PermissionPrincipalSchema = member("principal", /^\S+$/, "[^\\s]+", RESOURCE_POLICY_LIMIT_BYTES);

/** The statement of a permission; null when the principal is none that AWS knows. @see spec: lambda §11.2 */
export function permissionStatement(permission: Permission, resourceArn: string): ResourcePolicyStatement | null {
  const principal = principalOf(permission.principal);
  if (principal === null) return null;
  const condition = conditionOf(permission);
  return {
    Sid: permission.statementId,
    Effect: "Allow",
    Principal: principal,
    Action: permission.action,
    Resource: resourceArn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

/** Alexa's are below amazon.com. @see https://docs.aws.amazon.com/lambda/latest/dg/services-alexa.html */
export const SERVICE_PRINCIPAL_PATTERN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:amazon|amazonaws)\.com(?:\.cn)?$/;

function principalOf(principal: string): ResourcePolicyStatement["Principal"] | null {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (/^arn:aws[a-zA-Z-]*:(?:iam|sts)::\d{12}:.+$/.test(principal)) return { AWS: principal };
  return SERVICE_PRINCIPAL_PATTERN.test(principal) ? { Service: principal } : null;
}

function conditionOf(permission: Permission): Record<string, Record<string, string>> {
  const equals = {
    ...(permission.sourceAccount !== undefined && { "AWS:SourceAccount": permission.sourceAccount }),
    ...(permission.eventSourceToken !== undefined && { "lambda:EventSourceToken": permission.eventSourceToken }),
    ...(permission.principalOrgId !== undefined && { "aws:PrincipalOrgID": permission.principalOrgId }),
    ...(permission.functionUrlAuthType !== undefined && {
      "lambda:FunctionUrlAuthType": permission.functionUrlAuthType,
    }),
  };
  return {
    ...(permission.sourceArn !== undefined && { ArnLike: { "AWS:SourceArn": permission.sourceArn } }),
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(permission.invokedViaFunctionUrl !== undefined && {
      Bool: { "lambda:InvokedViaFunctionUrl": String(permission.invokedViaFunctionUrl) },
    }),
  };
}

export function resourcePolicy(statements: readonly ResourcePolicyStatement[]): ResourcePolicyDocument {
  return { Version: "2012-10-17", Id: "default", Statement: statements };
}

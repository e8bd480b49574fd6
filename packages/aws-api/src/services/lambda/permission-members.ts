import { type AddPermissionRequest, FunctionUrlAuthType } from "@aws-sdk/client-lambda";
import type { RequestContext } from "@lambent/access";
import { getPolicy, type Ports } from "@lambent/lambda";
import {
  AliasNotFound,
  constraintMessage,
  FunctionNotFound,
  MEMBER,
  PermissionActionSchema,
  PermissionPrincipalSchema,
  ResourceNotFound,
  type ResourcePolicyStatement,
  type Scope,
  StatementIdSchema,
} from "@lambent/model";
import { type FunctionMembers, isOwn, referenceConstraints, requestedFunction } from "./function-reference.ts";
import { constraintsOf, enumConstraints } from "./member-constraints.ts";

/** As AWS's service model has them, and prints them. */
const SOURCE_ACCOUNT_PATTERN_TEXT = "\\d{12}";
const EVENT_SOURCE_TOKEN_PATTERN_TEXT = "[a-zA-Z0-9._\\-]+";
const EVENT_SOURCE_TOKEN_MAX_LENGTH = 256;
const ORGANISATION_PATTERN_TEXT = "^o-[a-z0-9]{10,32}$";
const SOURCE_ARN_PATTERN_TEXT =
  "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)";

export function permissionConstraints(input: AddPermissionRequest): string[] {
  return [
    ...referenceConstraints(input),
    ...constraintsOf(StatementIdSchema, input.StatementId),
    ...constraintsOf(PermissionActionSchema, input.Action),
    ...constraintsOf(PermissionPrincipalSchema, input.Principal),
    ...patternConstraints("sourceArn", input.SourceArn, SOURCE_ARN_PATTERN_TEXT),
    ...patternConstraints("sourceAccount", input.SourceAccount, SOURCE_ACCOUNT_PATTERN_TEXT),
    ...tokenConstraints(input.EventSourceToken),
    ...patternConstraints("principalOrgID", input.PrincipalOrgID, ORGANISATION_PATTERN_TEXT),
    ...enumConstraints("functionUrlAuthType", input.FunctionUrlAuthType, FunctionUrlAuthType),
  ];
}

function tokenConstraints(token: string | undefined): string[] {
  if (token === undefined || token.length <= EVENT_SOURCE_TOKEN_MAX_LENGTH) {
    return patternConstraints("eventSourceToken", token, EVENT_SOURCE_TOKEN_PATTERN_TEXT);
  }
  return [constraintMessage(token, "eventSourceToken", MEMBER.maxLength(EVENT_SOURCE_TOKEN_MAX_LENGTH))];
}

function patternConstraints(path: string, text: string | undefined, patternText: string): string[] {
  if (text === undefined || new RegExp(`^(?:${patternText})$`).test(text)) return [];
  return [constraintMessage(text, path, MEMBER.pattern(patternText))];
}

/** Condition keys of the permission that is to go, as they were when it came. */
export async function permissionContext(
  ports: Ports,
  input: FunctionMembers & { StatementId: string | undefined },
  scope: Scope,
): Promise<RequestContext> {
  const requested = requestedFunction(input, scope);
  if (!isOwn(requested, scope)) return {};
  try {
    const { policy } = await getPolicy(ports, requested);
    const statement = policy.Statement.find(({ Sid }) => Sid === input.StatementId);
    if (statement === undefined) return {};
    return {
      "lambda:Principal": principalText(statement.Principal),
      "lambda:FunctionUrlAuthType": statement.Condition?.StringEquals?.["lambda:FunctionUrlAuthType"],
    };
  } catch (error) {
    const isMissing = [AliasNotFound, FunctionNotFound, ResourceNotFound].some((kind) => error instanceof kind);
    if (isMissing) return {};
    throw error;
  }
}

/** As AddPermission takes it: an account by its number. */
function principalText(principal: ResourcePolicyStatement["Principal"]): string {
  if (principal === "*") return principal;
  if ("Service" in principal) return principal.Service;
  return /^arn:aws:iam::(\d{12}):root$/.exec(principal.AWS)?.[1] ?? principal.AWS;
}

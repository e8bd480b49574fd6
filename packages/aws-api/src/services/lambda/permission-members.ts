import { type AddPermissionRequest, FunctionUrlAuthType } from "@aws-sdk/client-lambda";
import {
  constraintMessage,
  MEMBER,
  PermissionActionSchema,
  PermissionPrincipalSchema,
  StatementIdSchema,
} from "@lambent/model";
import { referenceConstraints } from "./function-reference.ts";
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

import {
  constraintMessage,
  FUNCTION_REFERENCE_PATTERN_TEXT,
  FunctionNotFound,
  functionArn,
  InvalidParameterValue,
  MEMBER,
  parseFunctionReference,
  type Scope,
} from "@lambent/model";
import { AwsFault } from "../../aws-fault.ts";

/** How a request names a function. */
export interface FunctionMembers {
  FunctionName: string | undefined;
  Qualifier?: string | undefined;
}

export interface RequestedFunction {
  functionName: string;
  /** Absent when none was given, neither in the name nor beside it. */
  qualifier?: string;
  /** With the qualifier, as asked. */
  arn: string;
}

/** As AWS prints it for all operations but CreateFunction: names may hold dots there. @see spec: lambda §2.2 */
const REFERENCE_PATTERN_TEXT =
  "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";
const REFERENCE_PATTERN = new RegExp(`^(?:${REFERENCE_PATTERN_TEXT})$`);
const CREATE_PATTERN = new RegExp(`^(?:${FUNCTION_REFERENCE_PATTERN_TEXT})$`);
const REFERENCE_MAX_LENGTH = 256;
const CREATE_REFERENCE_MAX_LENGTH = 140;
const QUALIFIER_PATTERN_TEXT = "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+";
const QUALIFIER_PATTERN = new RegExp(`^(?:${QUALIFIER_PATTERN_TEXT})$`);
const QUALIFIER_MAX_LENGTH = 128;

/** What is wrong with how a request names its function, in AWS's words. */
export function referenceConstraints({ FunctionName, Qualifier }: FunctionMembers): string[] {
  return [
    ...textConstraints("functionName", FunctionName, REFERENCE_PATTERN, REFERENCE_PATTERN_TEXT, REFERENCE_MAX_LENGTH),
    ...textConstraints("qualifier", Qualifier, QUALIFIER_PATTERN, QUALIFIER_PATTERN_TEXT, QUALIFIER_MAX_LENGTH),
  ];
}

/** As {@link referenceConstraints} for a function that is to be made. */
export function newNameConstraints({ FunctionName }: FunctionMembers): string[] {
  const length = CREATE_REFERENCE_MAX_LENGTH;
  return textConstraints("functionName", FunctionName, CREATE_PATTERN, FUNCTION_REFERENCE_PATTERN_TEXT, length);
}

function textConstraints(
  path: string,
  text: string | undefined,
  pattern: RegExp,
  patternText: string,
  maxLength: number,
): string[] {
  if (text === undefined) return [];
  const constraints: string[] = [];
  if (text.length === 0) constraints.push(MEMBER.minLength(1));
  if (text.length > maxLength) constraints.push(MEMBER.maxLength(maxLength));
  else if (!pattern.test(text)) constraints.push(MEMBER.pattern(patternText));
  return constraints.map((constraint) => constraintMessage(text, path, constraint));
}

/**
 * Reads every form of a function's name that AWS takes: bare, with qualifier, partial and whole ARN.
 * @throws InvalidParameterValue when two qualifiers are given that differ; FunctionNotFound for a name that none can have.
 */
export function requestedFunction({ FunctionName = "", Qualifier }: FunctionMembers, scope: Scope): RequestedFunction {
  const reference = parseFunctionReference(FunctionName);
  if (reference === null) throw new FunctionNotFound(functionArn(scope, FunctionName, Qualifier));
  const { functionName, accountId = scope.accountId, region = scope.region } = reference;
  if (region !== scope.region) {
    throw new AwsFault({
      status: 404,
      type: "ResourceNotFoundException",
      message: `Functions from '${region}' are not reachable in this region ('${scope.region}')`,
    });
  }
  if (reference.qualifier !== undefined && Qualifier !== undefined && reference.qualifier !== Qualifier) {
    throw new InvalidParameterValue(
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  }
  const qualifier = Qualifier ?? reference.qualifier;
  return {
    functionName,
    ...(qualifier !== undefined && { qualifier }),
    arn: functionArn({ accountId, region }, functionName, qualifier),
  };
}

/** In the account of the request: of another's nothing is looked up before it is shared. */
export const isOwn = ({ arn, functionName, qualifier }: RequestedFunction, scope: Scope): boolean =>
  arn === functionArn(scope, functionName, qualifier);

/** The ARN that a caller needs permission for. */
export const functionResource = (input: FunctionMembers, scope: Scope): string => requestedFunction(input, scope).arn;

/**
 * The function itself, which is what there is of one: a version or an alias is not found, as on AWS.
 * @throws FunctionNotFound with the ARN as asked
 */
export function requireLatest(input: FunctionMembers, scope: Scope): RequestedFunction {
  const requested = requestedFunction(input, scope);
  const { qualifier, arn } = requested;
  if (qualifier !== undefined && qualifier !== "$LATEST") throw new FunctionNotFound(arn);
  return requested;
}

/**
 * For what belongs to a function as a whole.
 * @throws InvalidParameterValue for a version or an alias
 */
export function requireUnqualified(input: FunctionMembers, scope: Scope): RequestedFunction {
  const requested = requestedFunction(input, scope);
  if (requested.qualifier === undefined) return requested;
  throw new InvalidParameterValue(
    "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.",
  );
}

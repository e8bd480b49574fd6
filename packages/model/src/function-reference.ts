import { functionArn, parseFunctionReference } from "./arn.ts";
import { FunctionNotFound, InvalidParameterValue, ResourceNotFound, ValidationFailed } from "./errors.ts";
import { FUNCTION_NAME_MAX_LENGTH, FUNCTION_REFERENCE_PATTERN_TEXT } from "./function-name.ts";
import { QualifierSchema } from "./qualifier.ts";
import type { Scope } from "./scope.ts";
import { constraintMessage, MEMBER, validationErrorMessage } from "./validation-message.ts";

/** Operations differ in how long a reference may be, and in the characters that they take. @see spec: lambda §2.2 */
export type FunctionReferenceForm = "create" | "delete" | "other";

const LOOKUP_PATTERN_TEXT =
  "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";

const FORMS = {
  create: { patternText: FUNCTION_REFERENCE_PATTERN_TEXT, maxLength: 140 },
  delete: { patternText: LOOKUP_PATTERN_TEXT, maxLength: 140 },
  other: { patternText: LOOKUP_PATTERN_TEXT, maxLength: 170 },
} as const;

const PATTERNS = {
  create: new RegExp(`^${FORMS.create.patternText}$`),
  delete: new RegExp(`^${FORMS.delete.patternText}$`),
  other: new RegExp(`^${FORMS.other.patternText}$`),
} as const;

/** Beyond the longest form by far: what is longer is refused before a regular expression sees it. */
const TEXT_MAX_LENGTH = 1024;

export interface NamedFunction {
  functionName: string;
  /** `$LATEST`, a version's digits or an alias; absent when the caller gave none. */
  qualifier?: string;
  /** Present when the reference named one. */
  accountId?: string;
}

/** The failed constraints of a member `functionName`, in AWS's words; empty when it is well-formed. */
export function functionReferenceConstraints(text: string, form: FunctionReferenceForm = "other"): string[] {
  const { patternText, maxLength } = FORMS[form];
  const failed: string[] = [];
  const isShort = text.length <= TEXT_MAX_LENGTH;
  if (!isShort || !PATTERNS[form].test(text)) failed.push(MEMBER.pattern(patternText));
  if (text.length > maxLength) failed.push(MEMBER.maxLength(maxLength));
  if (text.length === 0) failed.push(MEMBER.minLength(1));
  return failed.map((constraint) => constraintMessage(text, "functionName", constraint));
}

/**
 * The function and version that a caller means by a name, a partial or a full ARN, with a qualifier in it or beside it.
 * Judged in AWS's order: form, qualifiers that contradict each other, Region.
 * @throws ValidationFailed, InvalidParameterValue, ResourceNotFound (another Region), FunctionNotFound (a name that no
 * function can have)
 * @see spec: lambda §2.1, §2.2
 */
export function functionReference(
  scope: Scope,
  { functionName: text, qualifier }: { functionName: string; qualifier?: string | undefined },
  form: FunctionReferenceForm = "other",
): NamedFunction {
  const constraints = functionReferenceConstraints(text, form);
  const judged = QualifierSchema.optional().safeParse(qualifier);
  if (!judged.success) constraints.push(...judged.error.issues.map(({ message }) => message));
  if (constraints.length > 0) throw new ValidationFailed(constraints);

  if (form === "create" && !text.includes(":") && text.length > FUNCTION_NAME_MAX_LENGTH) {
    // Another code than for all other constraints. @see spec: lambda §1.5
    const constraint = constraintMessage(text, "functionName", MEMBER.maxLength(FUNCTION_NAME_MAX_LENGTH));
    throw new InvalidParameterValue(validationErrorMessage([constraint]));
  }
  const reference = parseFunctionReference(text);
  if (reference === null) throw new FunctionNotFound(functionArn(scope, text, qualifier));
  if (reference.qualifier !== undefined && qualifier !== undefined && reference.qualifier !== qualifier) {
    throw new InvalidParameterValue(
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  }
  if (reference.region !== undefined && reference.region !== scope.region) {
    throw new ResourceNotFound(
      `Functions from '${reference.region}' are not reachable in this region ('${scope.region}')`,
    );
  }
  const named = qualifier ?? reference.qualifier;
  return {
    functionName: reference.functionName,
    ...(named !== undefined && { qualifier: named }),
    ...(reference.accountId !== undefined && { accountId: reference.accountId }),
  };
}

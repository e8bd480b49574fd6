import { z } from "zod";
import { constraintMessage, MEMBER } from "./validation-message.ts";

export const FUNCTION_NAME_MAX_LENGTH = 64;
export const FUNCTION_NAME_PATTERN = /^[a-zA-Z0-9-_]{1,64}$/;

/** CreateFunction's pattern exactly as AWS prints it in error messages; it covers every form of a function reference. */
export const FUNCTION_REFERENCE_PATTERN_TEXT =
  "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?";

/**
 * A bare function name: 1 to 64 letters, digits, hyphens and underscores; case-sensitive, unique per account and Region.
 * For the other forms (ARN, partial ARN, with qualifier) see {@link parseFunctionReference}.
 */
export const FunctionNameSchema = z
  .string({ error: () => constraintMessage(null, "functionName", MEMBER.notNull) })
  .superRefine((name, context) => {
    const refuse = (constraint: string) =>
      context.addIssue({ code: "custom", input: name, message: constraintMessage(name, "functionName", constraint) });
    if (name.length === 0) refuse(MEMBER.minLength(1));
    else if (!/^[a-zA-Z0-9-_]+$/.test(name)) refuse(MEMBER.pattern(FUNCTION_REFERENCE_PATTERN_TEXT));
    else if (name.length > FUNCTION_NAME_MAX_LENGTH) refuse(MEMBER.maxLength(FUNCTION_NAME_MAX_LENGTH));
  });

import { z } from "zod";
import { constraintMessage, MEMBER } from "./validation-message.ts";

/** The qualifier of the version that can change; an unqualified function means the same. */
export const LATEST = "$LATEST";

export const QUALIFIER_MAX_LENGTH = 128;
export const ALIAS_NAME_MAX_LENGTH = 128;
const VERSION_MAX_LENGTH = 1024;

/** As AWS prints them. @see spec: lambda §2.2 */
const QUALIFIER_PATTERN_TEXT = "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+";
const ALIAS_NAME_PATTERN_TEXT = "(?!^[0-9]+$)([a-zA-Z0-9-_]+)";
const VERSION_PATTERN_TEXT = "(\\$LATEST|[0-9]+)";

function text(path: string, pattern: RegExp, patternText: string, maxLength: number) {
  return z.string({ error: () => constraintMessage(null, path, MEMBER.notNull) }).superRefine((value, context) => {
    const refuse = (constraint: string) =>
      context.addIssue({ code: "custom", input: value, message: constraintMessage(value, path, constraint) });
    if (value.length > maxLength) refuse(MEMBER.maxLength(maxLength));
    if (value.length === 0) refuse(MEMBER.minLength(1));
    else if (!pattern.test(value)) refuse(MEMBER.pattern(patternText));
  });
}

/** What names a version of a function: `$LATEST`, a version's digits or an alias; 1 to 128 characters. */
export const QualifierSchema = text(
  "qualifier",
  /^(?:\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_$]+)$/,
  QUALIFIER_PATTERN_TEXT,
  QUALIFIER_MAX_LENGTH,
);

/** 1 to 128 letters, digits, hyphens and underscores, of which one at least is no digit; case-sensitive. */
export const AliasNameSchema = text(
  "name",
  /^(?![0-9]+$)[a-zA-Z0-9-_]+$/,
  ALIAS_NAME_PATTERN_TEXT,
  ALIAS_NAME_MAX_LENGTH,
);

/** `$LATEST` or a number. */
export const FunctionVersionSchema = text(
  "functionVersion",
  /^(?:\$LATEST|[0-9]+)$/,
  VERSION_PATTERN_TEXT,
  VERSION_MAX_LENGTH,
);

/** True for what can only be a version: an alias is never digits alone. */
export function isVersion(qualifier: string): boolean {
  return qualifier === LATEST || isPublishedVersion(qualifier);
}

export function isPublishedVersion(qualifier: string): boolean {
  return /^[0-9]+$/.test(qualifier);
}

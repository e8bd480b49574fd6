import { constraintMessage, MEMBER, ValidationError, validationErrorMessage } from "@lambent/model";

/** IAM's names are made of these. */
const NAME_PATTERN = /^[\w+=,.@-]+$/;
const PATH_PATTERN = /^\/(?:[\u0021-\u007e]*\/)?$/;
const PATH_MAX_LENGTH = 512;
const DESCRIPTION_MAX_LENGTH = 1000;
const DESCRIPTION_PATTERN = /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]*$/;
export const ROLE_NAME_MAX_LENGTH = 64;
export const POLICY_NAME_MAX_LENGTH = 128;
const POLICY_ARN_PATTERN = /^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/[\u0021-\u007e]+$/;

/** @param member as AWS calls it in its message, for instance `roleName`. @throws ValidationError */
export function requireName(name: string, member: string, maxLength: number): void {
  requireLength(name, member, { min: 1, max: maxLength });
  if (!NAME_PATTERN.test(name)) {
    throw new ValidationError(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
}

/** @throws ValidationError */
export function requirePath(path: string): void {
  requireLength(path, "path", { min: 1, max: PATH_MAX_LENGTH });
  if (!PATH_PATTERN.test(path)) {
    throw new ValidationError(
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
  }
}

/** @throws ValidationError */
export function requireDescription(description: string): void {
  requireLength(description, "description", { max: DESCRIPTION_MAX_LENGTH });
  if (!DESCRIPTION_PATTERN.test(description)) {
    refuse(description, "description", MEMBER.pattern("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*"));
  }
}

/** @throws ValidationError */
export function requirePolicyArn(arn: string): void {
  if (!POLICY_ARN_PATTERN.test(arn)) throw new ValidationError(`ARN ${arn} is not valid.`);
}

/** @throws ValidationError */
export function requireLength(value: string, member: string, { min = 0, max }: { min?: number; max: number }): void {
  if (value.length < min) refuse(value, member, MEMBER.minLength(min));
  if (value.length > max) refuse(value, member, MEMBER.maxLength(max));
}

/** @throws ValidationError */
export function requireRange(value: number, member: string, { min, max }: { min: number; max: number }): void {
  if (!(value >= min)) refuse(value, member, MEMBER.min(min));
  if (!(value <= max)) refuse(value, member, MEMBER.max(max));
}

/** @throws ValidationError always, in the words of AWS's request validation */
export function refuse(value: unknown, member: string, constraint: string): never {
  // A value that is too long is no help in a message that is read by people.
  const shown = typeof value === "string" && value.length > 256 ? `${value.slice(0, 256)}…` : value;
  throw new ValidationError(validationErrorMessage([constraintMessage(shown, member, constraint)]));
}

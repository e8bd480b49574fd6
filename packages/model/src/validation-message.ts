/**
 * One failed constraint in the words of AWS's request validation.
 * @param path camelCase member path as AWS prints it, for instance `memorySize`.
 */
export function constraintMessage(value: unknown, path: string, constraint: string): string {
  const printed = value === undefined || value === null ? "null" : `'${String(value)}'`;
  return `Value ${printed} at '${path}' failed to satisfy constraint: ${constraint}`;
}

/** AWS's sentence for one or several failed constraints: `2 validation errors detected: …; …`. */
export function validationErrorMessage(constraints: readonly string[]): string {
  const noun = constraints.length === 1 ? "error" : "errors";
  return `${constraints.length} validation ${noun} detected: ${constraints.join("; ")}`;
}

export const MEMBER = {
  notNull: "Member must not be null",
  maxLength: (length: number) => `Member must have length less than or equal to ${length}`,
  minLength: (length: number) => `Member must have length greater than or equal to ${length}`,
  max: (value: number) => `Member must have value less than or equal to ${value}`,
  min: (value: number) => `Member must have value greater than or equal to ${value}`,
  pattern: (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`,
  oneOf: (values: readonly string[]) => `Member must satisfy enum value set: [${values.join(", ")}]`,
} as const;

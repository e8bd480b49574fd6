import { constraintMessage, type EnvironmentVariablesSchema, InvalidParameterValue, MEMBER } from "@lambent/model";

/** A schema of the model; its refusals are worded as AWS words them. */
interface Schema {
  safeParse(value: unknown): { success: boolean; error?: { issues: readonly { message: string }[] } };
}

/** Refusals that AWS collects into one ValidationException, of a value that may be absent. */
export function constraintsOf(schema: Schema, value: unknown): string[] {
  return refusals(schema, value).filter(isConstraint);
}

/** @throws InvalidParameterValue for what AWS refuses by this name instead, with the same sentence. */
export function requireParameter(schema: Schema | typeof EnvironmentVariablesSchema, value: unknown): void {
  const [message] = refusals(schema, value).filter((refusal) => !isConstraint(refusal));
  if (message !== undefined) throw new InvalidParameterValue(message);
}

function refusals(schema: Schema, value: unknown): string[] {
  if (value === undefined) return [];
  const { error } = schema.safeParse(value);
  return error?.issues.map(({ message }) => message) ?? [];
}

const isConstraint = (message: string) => message.startsWith("Value ");

/** A member that has to be one of the values which the client's model lists. */
export function enumConstraints(path: string, value: string | undefined, allowed: Readonly<Record<string, string>>) {
  if (value === undefined) return [];
  const values = Object.values(allowed);
  if (values.includes(value)) return [];
  return [constraintMessage(value, path, `Member must satisfy enum value set: [${values.join(", ")}]`)];
}

/** As {@link enumConstraints} for a list of them. */
export function enumListConstraints(
  path: string,
  list: readonly string[] | undefined,
  allowed: Readonly<Record<string, string>>,
): string[] {
  const values = Object.values(allowed);
  if (list === undefined || list.every((value) => values.includes(value))) return [];
  const constraint = `Member must satisfy constraint: [Member must satisfy enum value set: [${values.join(", ")}], ${MEMBER.notNull}]`;
  return [constraintMessage(`[${list.join(", ")}]`, path, constraint)];
}

export function rangeConstraints(path: string, value: number | undefined, minimum: number, maximum: number): string[] {
  if (value === undefined) return [];
  if (value < minimum) return [constraintMessage(value, path, MEMBER.min(minimum))];
  return value > maximum ? [constraintMessage(value, path, MEMBER.max(maximum))] : [];
}

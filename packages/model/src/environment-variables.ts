import { z } from "zod";
import { constraintMessage, MEMBER } from "./validation-message.ts";

/** Bytes of the compact JSON of all variables; AWS measures exactly that text. */
export const ENVIRONMENT_LIMIT_BYTES = 4096;
const KEY_PATTERN = /^[a-zA-Z]([a-zA-Z0-9_])+$/;
const KEY_PATTERN_TEXT = "[a-zA-Z]([a-zA-Z0-9_])+";

/**
 * Keys that the service sets itself and that no function may set.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const RESERVED_ENVIRONMENT_KEYS: readonly string[] = [
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
];

const COULD_NOT_CONFIGURE =
  "Lambda was unable to configure your environment variables because the environment variables you have provided";

/** Bytes as AWS counts them against {@link ENVIRONMENT_LIMIT_BYTES}. */
export function environmentSizeBytes(variables: Readonly<Record<string, string>>): number {
  return new TextEncoder().encode(JSON.stringify(variables)).length;
}

/** A function's environment variables, refused in AWS's words. */
export const EnvironmentVariablesSchema = z.record(z.string(), z.string()).superRefine((variables, context) => {
  const refuse = (message: string) => context.addIssue({ code: "custom", input: null, message });
  const keys = Object.keys(variables);
  const reserved = keys.filter((key) => RESERVED_ENVIRONMENT_KEYS.includes(key));
  const malformed = keys.filter((key) => !reserved.includes(key) && !KEY_PATTERN.test(key));
  if (malformed.length > 0) {
    // AWS prints the whole map here; we print the keys alone, as values are often secrets.
    const constraint = `Map keys must satisfy constraint: [${MEMBER.pattern(KEY_PATTERN_TEXT)}]`;
    refuse(constraintMessage(`{${malformed.join(", ")}}`, "environment.variables", constraint));
  }
  if (reserved.length > 0) {
    refuse(
      `${COULD_NOT_CONFIGURE} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(", ")}`,
    );
  }
  for (const key of keys) if (variables[key]?.includes("\0")) refuse(nulMessage(key));
  if (environmentSizeBytes(variables) > ENVIRONMENT_LIMIT_BYTES) {
    refuse(`${COULD_NOT_CONFIGURE} exceeded the 4KB limit. String measured: ${JSON.stringify(variables)}`);
  }
});

const nulMessage = (key: string) =>
  `The value of '${key}' contains a NUL character, which no process environment can carry.`;

export interface EnvironmentVariableRow {
  key: string;
  value: string;
}

/**
 * What a form has to say about its rows, in order of the rows.
 * @returns `row` is an index into `rows`, or null when all rows together are the problem. Empty when they can be saved.
 */
export function environmentVariableIssues(
  rows: readonly EnvironmentVariableRow[],
): { row: number | null; message: string }[] {
  const issues: { row: number | null; message: string }[] = [];
  const firstRowOf = new Map<string, number>();
  rows.forEach(({ key, value }, row) => {
    const message = keyIssue(key) ?? (value.includes("\0") ? nulMessage(key) : null);
    if (message !== null) issues.push({ row, message });
    const first = firstRowOf.get(key);
    if (first === undefined) firstRowOf.set(key, row);
    else if (key !== "") issues.push({ row, message: `'${key}' is used twice. Each key must be unique.` });
  });
  const sizeBytes = environmentSizeBytes(Object.fromEntries(rows.map(({ key, value }) => [key, value])));
  if (sizeBytes > ENVIRONMENT_LIMIT_BYTES) {
    issues.push({
      row: null,
      message: `${COULD_NOT_CONFIGURE} exceeded the 4KB limit: ${sizeBytes} of ${ENVIRONMENT_LIMIT_BYTES} bytes.`,
    });
  }
  return issues;
}

function keyIssue(key: string): string | null {
  if (key === "") return "Enter a key.";
  if (RESERVED_ENVIRONMENT_KEYS.includes(key)) return `'${key}' is reserved: Lambda sets it itself.`;
  if (!/^[a-zA-Z]/.test(key)) return "A key must start with a letter.";
  if (key.length < 2) return "A key must have at least two characters.";
  if (!KEY_PATTERN.test(key)) return "A key can contain only letters, numbers and underscores.";
  return null;
}

import type { IncomingHttpHeaders } from "node:http";

const WITH_CAUSE = "application/vnd.aws.lambda.error.cause+json";
/** What a caller gets of an error with cause; the cause itself is for X-Ray. */
const MEMBERS_FOR_CALLERS = ["errorMessage", "errorType", "stackTrace"];

/** An error that a runtime posted: the payload for the caller, and its type for logs and metrics. */
export interface ErrorReport {
  errorType: string;
  payload: Buffer;
}

/** The body goes to the caller as it is. @see spec: lambda §7.1 */
export function errorReport(headers: IncomingHttpHeaders, body: Buffer): ErrorReport {
  const members = membersOf(body);
  const named = headers["lambda-runtime-function-error-type"];
  const errorType = typeof named === "string" && named !== "" ? named : textOf(members?.errorType);
  if (headers["content-type"] !== WITH_CAUSE) return { errorType, payload: body };
  if (!members) return { errorType, payload: Buffer.from('"Invalid error body"') };
  const kept = MEMBERS_FOR_CALLERS.filter((name) => name in members).map((name) => [name, members[name]]);
  return { errorType, payload: Buffer.from(JSON.stringify(Object.fromEntries(kept))) };
}

/** An error in the middle of a streamed response comes in its trailers, the body in base64. */
export function errorInTrailers(trailers: NodeJS.Dict<string>): ErrorReport | undefined {
  const errorType = trailers["lambda-runtime-function-error-type"];
  if (!errorType) return undefined;
  return { errorType, payload: Buffer.from(trailers["lambda-runtime-function-error-body"] ?? "", "base64") };
}

function membersOf(body: Buffer): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

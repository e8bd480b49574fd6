import { RESPONSE_LIMIT_BYTES } from "../wire/frame.ts";

/** What the Runtime API answers other than with an event: status and JSON body. */
export interface Answer {
  status: number;
  body: Readonly<Record<string, string>>;
}

/** Words and statuses of AWS's Runtime API, `errorMessage` first as it writes them. @see spec: lambda §7 */
const error = (status: number, errorType: string, errorMessage: string): Answer => ({
  status,
  body: { errorMessage, errorType },
});

export const ACCEPTED: Answer = { status: 202, body: { status: "OK" } };
export const INVALID_REQUEST_ID = error(400, "InvalidRequestID", "Invalid request ID");
export const INVALID_RESPONSE_MODE = error(400, "InvalidFunctionResponseMode", "Invalid function response mode");
export const TRUNCATED_REQUEST = error(400, "TruncatedHTTPRequest", "HTTP request detected as truncated");
export const TOO_LARGE = error(
  413,
  "RequestEntityTooLarge",
  `Exceeded maximum allowed payload size (${RESPONSE_LIMIT_BYTES} bytes).`,
);

/** What this host has no service for. */
export const NOT_OFFERED = {
  extensions: error(
    403,
    "Extension.NotSupported",
    "Extensions API is not supported: this environment runs the runtime alone",
  ),
  restore: error(403, "InvalidStateTransition", "SnapStart is not supported"),
  // As AWS's emulator answers: a 2xx, so that runtimes which ask for it go on.
  telemetry: error(202, "Telemetry.NotSupported", "Telemetry API is not supported"),
  logs: error(202, "Logs.NotSupported", "Logs API is not supported"),
  unknown: error(404, "NotFound", "No operation of the Runtime API has this method and path."),
} as const satisfies Record<string, Answer>;

/** Names as AWS tells them. */
export type RuntimeState =
  | "Started"
  | "InitError"
  | "Ready"
  | "Running"
  | "InvocationResponse"
  | "InvocationErrorResponse"
  | "ResponseSent";

export const notAllowed = (from: RuntimeState, to: RuntimeState): Answer =>
  error(
    403,
    "InvalidStateTransition",
    `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`,
  );

import type { Outcome } from "@lambent/model";
import type { Answer } from "../wire/control-messages.ts";
import { responseTooLargePayload } from "./error-payloads.ts";
import type { PlatformStatus } from "./platform-log-lines.ts";
import type { ResponseReceiver } from "./response-receiver.ts";

/** What the caller gets, and what REPORT says. */
export interface AnsweredOutcome {
  outcome: Outcome;
  status: PlatformStatus;
}

/** In place of whatever a function that was ended with the server came to. */
export const closedOutcome: Outcome = {
  kind: "sandboxFault",
  message: "The server was shut down while the function was running.",
};

/** How an invocation ended that the function answered; the receiver has what came before the answer. */
export function answerOutcome(answer: Answer, receiver: ResponseReceiver): AnsweredOutcome {
  const status = { kind: "success" } as const;
  if (answer.kind === "error") {
    const { errorType, payload } = answer;
    return { outcome: { kind: "functionError", errorType, payload }, status };
  }
  const payload = answer.kind === "response" ? answer.payload : receiver.payload;
  if (payload && answer.kind !== "responseTooLarge") return { outcome: { kind: "succeeded", payload }, status };
  const { limitBytes } = receiver;
  return {
    outcome: { kind: "responseTooLarge", limitBytes, payload: responseTooLargePayload(limitBytes) },
    status: { kind: "error", errorType: "Function.ResponseSizeTooLarge" },
  };
}

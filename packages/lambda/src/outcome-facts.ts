import { FUNCTION_ERROR_KINDS, type Outcome, type ThrottleReason } from "@lambent/model";

const NOTHING = new Uint8Array();

/** What the caller receives; empty when the function never ran. */
export function outcomePayload(outcome: Outcome): Uint8Array {
  return "payload" in outcome ? outcome.payload : NOTHING;
}

/** True when AWS would answer with `X-Amz-Function-Error`. */
export function isFunctionError(outcome: Outcome): boolean {
  return (FUNCTION_ERROR_KINDS as readonly string[]).includes(outcome.kind);
}

/** False when nothing of the function ran: a throttle, or a fault of ours or the host's. */
export function functionHasRun(outcome: Outcome): boolean {
  return outcome.kind === "succeeded" || isFunctionError(outcome);
}

/** AWS's error type of what the function or its environment did wrong. */
export function outcomeErrorType(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case "functionError":
    case "initFailed":
      return outcome.errorType;
    case "timedOut":
    case "outOfMemory":
    case "exited":
    case "responseTooLarge":
      return errorTypeIn(outcome.payload);
    case "succeeded":
    case "throttled":
    case "sandboxFault":
      return undefined;
  }
}

/** What a person who was throttled is told. */
export function throttleFacts(outcome: Outcome): { throttleReason?: ThrottleReason; throttleLimit?: number } {
  if (outcome.kind !== "throttled") return {};
  const { reason, limit } = outcome;
  return { throttleReason: reason, ...(limit !== undefined && { throttleLimit: limit }) };
}

/** These payloads are written by the runner, short and in AWS's words; the type stands nowhere else. */
function errorTypeIn(payload: Uint8Array): string | undefined {
  const { errorType } = JSON.parse(new TextDecoder().decode(payload)) as { errorType?: string };
  return errorType;
}

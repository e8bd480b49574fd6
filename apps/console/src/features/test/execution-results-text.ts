import type { InvocationResult } from "@lambent/model";
import { formatJson } from "./json-text.ts";
import { failureMessage, remedyOf, THROTTLED_STATUS } from "./run-summary.ts";

export const UNSAVED_EVENT_NAME = "(unsaved) test event";
export const LOG_TAIL_NOTE = "The area below shows the last 4 KB of the execution log.";

type ShownResult = Pick<
  InvocationResult,
  "outcome" | "response" | "logTail" | "requestId" | "throttleReason" | "throttleLimit"
>;

/**
 * The text of the editor's OUTPUT panel, channel "Execution Results", in the console's own layout.
 * @param eventName the saved event that was sent; null when it was never saved
 */
export function executionResultsText(result: ShownResult, eventName: string | null): string {
  const status = [
    `Status: ${result.outcome === "succeeded" ? "Succeeded" : "Failed"}`,
    `Test Event Name: ${eventName ?? UNSAVED_EVENT_NAME}`,
    "",
    "Response:",
  ];
  if (result.outcome === "throttled") {
    // It never ran: there is neither a response of its own nor a log.
    const reason = `Reason: ${result.throttleReason}`;
    const place = remedyOf(result) === null ? [] : ["Concurrency is set on the Configuration tab, under Concurrency."];
    const text = [THROTTLED_STATUS, reason, "", failureMessage(result), ...place, "", requestIdLine(result)];
    return [...status, ...text].join("\n");
  }
  return [
    ...status,
    responseText(result.response),
    "",
    LOG_TAIL_NOTE,
    "",
    "Function Logs:",
    logText(result.logTail),
    "",
    requestIdLine(result),
  ].join("\n");
}

function requestIdLine({ requestId }: ShownResult): string {
  return `Request ID: ${requestId}`;
}

/** A response as a person reads it: indented when it is JSON, as it came otherwise, `null` when nothing was returned. */
export function responseText(response: string): string {
  if (response.trim() === "") return "null";
  const formatted = formatJson(response);
  return formatted.ok ? formatted.text : response;
}

/** A log tail without the tab and line break that end AWS's REPORT line. */
export function logText(logTail: string): string {
  return logTail.replace(/\s+$/, "");
}

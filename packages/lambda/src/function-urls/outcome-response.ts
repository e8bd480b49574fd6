import type { Outcome, RecursiveInvocation } from "@lambent/model";
import { BAD_GATEWAY, type HttpResponse, httpResponse } from "./http-response.ts";

/** How a buffered function URL answers, whatever became of the invocation. @see spec: lambda §10.7 */
export function outcomeResponse(outcome: Outcome): HttpResponse {
  switch (outcome.kind) {
    case "succeeded":
      return httpResponse(outcome.payload);
    case "throttled":
      return refusal(429, "TooManyRequestsException", {
        Reason: outcome.reason,
        Type: "User",
        message: "Rate Exceeded.",
      });
    case "functionError":
    case "initFailed":
    case "timedOut":
    case "outOfMemory":
    case "exited":
    case "responseTooLarge":
    case "sandboxFault":
      return BAD_GATEWAY;
  }
}

/** A request that isn't let in: unsigned, wrongly signed or not permitted, or for an alias that is gone. */
export const FORBIDDEN = refusal(403, "AccessDeniedException", {
  Message:
    "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
});

/** A request for an id that no URL has. */
export const UNKNOWN_URL = refusal(403, "AccessDeniedException", { Message: null });

/** A body of more than the 6 MB that an event can have. */
export const REQUEST_TOO_LARGE = refusal(413, "RequestEntityTooLargeException", {
  Message: "Request Entity Too Large",
});

/** A function that has led to itself too often: AWS's answer of Invoke, as it documents none of URLs. */
export const recursionRefused = ({ message }: RecursiveInvocation): HttpResponse =>
  refusal(400, "RecursiveInvocationException", { Message: message, Type: "User" });

function refusal(statusCode: number, errorType: string, body: object): HttpResponse {
  return {
    statusCode,
    headers: [
      ["content-type", "application/json"],
      ["x-amzn-errortype", errorType],
    ],
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}

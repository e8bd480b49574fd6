import type { InvocationType, LogType } from "@aws-sdk/client-lambda";
import { type Invocation, type Invoke, invoke, invokeAsync, lineageOf, type Ports } from "@lambent/lambda";
import { type Outcome, SandboxFailure, TooManyRequests } from "@lambent/model";
import { AwsFault } from "../../aws-fault.ts";
import type { Call } from "../../operation.ts";
import { requestedFunction } from "./function-reference.ts";

/** What both ways of invoking have in common. */
export interface InvocationMembers {
  FunctionName: string | undefined;
  Qualifier?: string;
  InvocationType?: InvocationType | string;
  LogType?: LogType;
  ClientContext?: string;
  Payload?: Uint8Array;
}

/** Of the base64 text. */
const CLIENT_CONTEXT_LIMIT_BYTES = 3583;

/** @throws what the use case throws, and InvalidRequestContent for a client context that is none. */
export async function invokeRequested(
  ports: Ports,
  input: InvocationMembers,
  call: Call,
  options: Pick<Invoke, "onDefinition" | "onResponse"> = {},
): Promise<Invocation> {
  const { functionName, qualifier } = requestedFunction(input, call.scope);
  const clientContext = clientContextOf(input.ClientContext);
  return invoke(ports, {
    functionName,
    qualifier,
    payload: input.Payload ?? new Uint8Array(),
    requestId: call.requestId,
    traceId: call.traceId,
    ...(clientContext !== undefined && { clientContext }),
    ...options,
  });
}

/** Takes the event for later. @throws what the use case throws, and InvalidRequestContent for a client context that is none. */
export async function queueRequested(ports: Ports, input: InvocationMembers, call: Call): Promise<void> {
  const { functionName, qualifier } = requestedFunction(input, call.scope);
  // The client's trace says which functions have led to this one, so that a circle comes to an end.
  const lineage = lineageOf(call.traceId);
  await invokeAsync(ports, {
    functionName,
    ...(qualifier !== undefined && { qualifier }),
    payload: input.Payload ?? new Uint8Array(),
    clientContext: clientContextOf(input.ClientContext),
    requestId: call.requestId,
    ...(lineage !== undefined && { lineage }),
  });
}

/** @throws TooManyRequests, SandboxFailure for the outcomes that are no answer of the function's. */
export function requireAnswer(outcome: Outcome): void {
  if (outcome.kind === "throttled") throw new TooManyRequests(outcome.reason);
  if (outcome.kind === "sandboxFault") throw new SandboxFailure(outcome.message);
}

/** The end of the log, as AWS sends it. */
export function logResult({ LogType }: InvocationMembers, { logTail }: Invocation): string | undefined {
  return LogType === "Tail" ? Buffer.from(logTail).toString("base64") : undefined;
}

function clientContextOf(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  if (text.length > CLIENT_CONTEXT_LIMIT_BYTES) {
    throw new AwsFault({
      status: 400,
      type: "InvalidRequestContentException",
      message: `Client context must be smaller than ${CLIENT_CONTEXT_LIMIT_BYTES} bytes.`,
    });
  }
  const json = Buffer.from(text, "base64").toString("utf8");
  try {
    JSON.parse(json);
  } catch {
    throw new AwsFault({
      status: 400,
      type: "InvalidRequestContentException",
      message: "Client context must be a valid Base64-encoded JSON object.",
    });
  }
  return json;
}

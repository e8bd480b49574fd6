import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "../http-message.ts";
import { endWith } from "./end-with.ts";
import { hasArrived } from "./read-body.ts";

/** How long a client that is still sending may take to read that it needn't. */
const LINGER_MS = 2000;

export async function writeAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  requestId: string,
): Promise<void> {
  const { status, body } = answer;
  const headers: Record<string, string | number> = { "x-amzn-requestid": requestId, ...answer.headers };
  if (!hasArrived(request)) {
    headers.connection = "close";
    lingerAndClose(request, response);
  }
  if (typeof body === "string" || body instanceof Uint8Array) {
    if (status !== 204) headers["content-length"] = Buffer.byteLength(body);
    response.writeHead(status, headers);
    endWith(response, body);
    return;
  }
  response.writeHead(status, headers);
  // The first part may be a long time coming; the client is to see that it has begun.
  response.flushHeaders();
  try {
    for await (const part of body) {
      if (response.destroyed) break;
      if (!response.write(part)) await Promise.race([once(response, "drain"), once(response, "close")]);
    }
    response.end();
  } catch (error) {
    // Nothing else tells a client, once the head is out, that what it has isn't all.
    response.destroy();
    throw error;
  }
}

/** Answered before the body was read: what still comes is thrown away for a moment, so that the answer isn't lost with it. */
export function lingerAndClose(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const timer = setTimeout(() => request.destroy(), LINGER_MS).unref();
  response.once("close", () => clearTimeout(timer));
}

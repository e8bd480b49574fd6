import type { IncomingMessage, ServerResponse } from "node:http";
import { mayHold } from "./sandbox-connections.ts";

const NOTHING = Buffer.alloc(0);

export type Body = { bytes: Buffer } | { refused: "tooLarge" | "tooMuch" | "aborted" };

/**
 * Collects a body up to a limit. One that is announced as larger is not read at all, another not beyond the limit; `tooMuch`
 * is what a sandbox sends beside its other requests.
 */
export function readBody(request: IncomingMessage, response: ServerResponse, limitBytes: number): Promise<Body> | Body {
  const { "content-length": announced, "transfer-encoding": encoding, expect } = request.headers;
  if (announced === undefined && encoding === undefined) return { bytes: NOTHING };
  if (announced !== undefined && Number(announced) > limitBytes) return { refused: "tooLarge" };
  if (expect !== undefined) response.writeContinue();
  // A small one comes with its head: by now it is here whole, and nothing has to be listened for.
  return Promise.resolve().then(() => whole(request, Number(announced)) ?? collect(request, limitBytes));
}

function whole(request: IncomingMessage, announcedBytes: number): Body | null {
  if (request.destroyed || request.readableLength !== announcedBytes || !mayHold(request, announcedBytes)) return null;
  TAKEN.add(request);
  return { bytes: request.read() ?? NOTHING };
}

/** Whose body was taken whole before Node.js has seen its end. */
const TAKEN = new WeakSet<IncomingMessage>();

/** Whether nothing of a request is still on its way. */
export function hasArrived(request: IncomingMessage): boolean {
  return request.complete || TAKEN.has(request);
}

function collect(request: IncomingMessage, limitBytes: number): Promise<Body> | Body {
  // Its client has left before anybody listened.
  if (request.destroyed) return { refused: "aborted" };
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (body: Body) => {
      request.removeAllListeners("data");
      resolve(body);
    };
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) settle({ refused: "tooLarge" });
      else if (!mayHold(request, chunk.length)) settle({ refused: "tooMuch" });
      else chunks.push(chunk);
    });
    request.once("end", () => resolve({ bytes: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks) }));
    request.once("error", () => settle({ refused: "aborted" }));
    request.once("close", () => request.readableEnded || settle({ refused: "aborted" }));
  });
}

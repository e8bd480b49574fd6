import type { ServerResponse } from "node:http";

/** Above that copying costs more than a second write. */
const LONGEST_IN_ONE_WRITE_BYTES = 16_384;

/**
 * Ends a response whose head is written: Node.js sends head and body in one piece if the body is text, and as text of one byte a
 * character any bytes can pass, the head's own included.
 */
export function endWith(response: ServerResponse, body: string | Uint8Array): void {
  if (typeof body === "string" || body.byteLength > LONGEST_IN_ONE_WRITE_BYTES) response.end(body);
  else response.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1"), "latin1");
}

import type { IncomingMessage } from "node:http";

const FIRST_BYTES = 16_384;
/** Read and thrown away of a request that is answered without its body; a client that sends more is cut off. */
const DISCARD_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * Gathers at most `limitBytes`, copied together: a client that sends single bytes must not cost an object for each.
 * @returns undefined when there is more; the rest is discarded.
 * @throws when the client goes before its request is whole.
 */
export async function gather(chunks: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Buffer | undefined> {
  let bytes = Buffer.allocUnsafe(FIRST_BYTES);
  let length = 0;
  for await (const chunk of chunks) {
    if (length + chunk.length > limitBytes) {
      length += chunk.length;
      if (length > limitBytes + DISCARD_LIMIT_BYTES) throw new Error("The request has no end.");
      continue;
    }
    if (length + chunk.length > bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(limitBytes, Math.max(2 * bytes.length, length + chunk.length)));
      bytes.copy(larger, 0, 0, length);
      bytes = larger;
    }
    bytes.set(chunk, length);
    length += chunk.length;
  }
  return length > limitBytes ? undefined : bytes.subarray(0, length);
}

/** Lets a body pass by, so that the connection can be used again. */
export function discard(request: IncomingMessage): void {
  const { socket } = request;
  let length = 0;
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > DISCARD_LIMIT_BYTES) socket.destroy();
  });
}

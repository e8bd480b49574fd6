import {
  ASYNC_PAYLOAD_LIMIT_BYTES,
  InvalidRequestContent,
  PayloadTooLarge,
  SYNC_PAYLOAD_LIMIT_BYTES,
} from "@lambent/model";

const EMPTY_EVENT = new TextEncoder().encode("{}");
const DECODER = new TextDecoder("utf-8", { fatal: true });

/**
 * The bytes that a function receives for what a caller sent; nothing becomes `{}`, as on AWS.
 * @throws PayloadTooLarge, InvalidRequestContent
 */
export function eventPayload(sent: Uint8Array): Uint8Array {
  if (sent.byteLength > SYNC_PAYLOAD_LIMIT_BYTES) throw new PayloadTooLarge();
  return jsonPayload(sent);
}

/** The same for an event that waits in the queue. @throws PayloadTooLarge, InvalidRequestContent */
export function asyncEventPayload(sent: Uint8Array): Uint8Array {
  if (sent.byteLength > ASYNC_PAYLOAD_LIMIT_BYTES) throw PayloadTooLarge.ofEvent(sent.byteLength);
  return jsonPayload(sent);
}

function jsonPayload(sent: Uint8Array): Uint8Array {
  if (sent.byteLength === 0) return EMPTY_EVENT;
  try {
    JSON.parse(DECODER.decode(sent));
  } catch (error) {
    throw new InvalidRequestContent((error as Error).message);
  }
  return sent;
}

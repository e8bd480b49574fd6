/**
 * Frames of the control channel (fd 3, both ways): u32 little-endian body length, u8 type, body.
 * The same numbers stand in bootstrap/nodejs/control-channel.cjs and bootstrap/python/lambent_runtime/control_channel.py.
 */
export const FRAME_HEADER_BYTES = 5;

/** Largest response, envelope included: 6 MB and 100 bytes. @see spec: lambda §3 */
export const RESPONSE_LIMIT_BYTES = 6_291_556;

/** A response or request of the largest size with its header; whatever claims to be longer is not ours. */
export const MAX_FRAME_BODY_BYTES = RESPONSE_LIMIT_BYTES + 16_384;

/** Largest streamed response: 200 MB. @see spec: lambda §3 */
export const STREAMED_RESPONSE_LIMIT_BYTES = 209_715_200;

/** Largest part of a streamed response in one frame; what a function writes at once is cut into such parts. */
export const RESPONSE_CHUNK_LIMIT_BYTES = 65_536;

/** Longest content type of a streamed response; far beyond any that HTTP clients take. */
export const CONTENT_TYPE_LIMIT_BYTES = 1_024;

export const FRAME_TYPE = {
  /** Host → inside. */
  init: 0x01,
  invoke: 0x02,
  /** For one that waits for its function: what it can do meanwhile. */
  prepare: 0x03,
  /** Inside → host. */
  ready: 0x10,
  initDone: 0x11,
  initError: 0x12,
  response: 0x13,
  error: 0x14,
  /** An error after which the process ends by itself, as AWS's runtime does for uncaught exceptions. */
  fatalError: 0x15,
  responseTooLarge: 0x16,
  /** A streamed response: one start, any number of chunks, then the end or one of the two errors. */
  responseStart: 0x17,
  responseChunk: 0x18,
  responseEnd: 0x19,
  /** From the launcher of custom runtimes: there is no program that could be started, and why. */
  invalidEntrypoint: 0x1a,
  /** A file of the compile cache, from an environment that serves no event: u8 name length, name, contents. */
  cacheFile: 0x20,
} as const;

/** Or-ed into the type of an answer: nothing was written to the log during the invocation, so no end marker comes. */
export const QUIET = 0x80;

export interface Frame {
  type: number;
  body: Buffer;
}

export function encodeFrame(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const bodyBytes = parts.reduce((total, part) => total + part.byteLength, 0);
  const frame = beginFrame(type, bodyBytes);
  let offset = FRAME_HEADER_BYTES;
  for (const part of parts) {
    frame.set(part, offset);
    offset += part.byteLength;
  }
  return frame;
}

/** A frame whose body is still to be written, from {@link FRAME_HEADER_BYTES} on. */
export function beginFrame(type: number, bodyBytes: number): Buffer {
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + bodyBytes);
  frame.writeUInt32LE(bodyBytes, 0);
  frame.writeUInt8(type, 4);
  return frame;
}

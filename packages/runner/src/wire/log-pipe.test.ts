import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LOG_HEADER_BYTES, LOG_TYPE, type LogItem, LogPipeDecoder } from "./log-pipe.ts";

const INFO_BITS = 12;

function frame(type: number, message: string, timestampMs = 1_700_000_000_123): Buffer {
  const bytes = Buffer.from(message);
  const header = Buffer.alloc(LOG_HEADER_BYTES);
  header.writeUInt32BE(type, 0);
  header.writeUInt32BE(bytes.length, 4);
  header.writeBigUInt64BE(BigInt(timestampMs) * 1000n, 8);
  return Buffer.concat([header, bytes]);
}

function pushInPieces(decoder: LogPipeDecoder, bytes: Buffer, size: number): LogItem[] {
  const items: LogItem[] = [];
  for (let offset = 0; offset < bytes.length; offset += size) {
    items.push(...decoder.push(bytes.subarray(offset, offset + size)));
  }
  return items;
}

describe("LogPipeDecoder", () => {
  test("keeps a message of several lines as one and drops its last line break", () => {
    const decoder = new LogPipeDecoder();
    expect(decoder.push(frame((LOG_TYPE.text | INFO_BITS) >>> 0, "first\nsecond\n"))).toEqual([
      { kind: "message", timestampMs: 1_700_000_000_123, message: "first\nsecond" },
    ]);
  });

  test("gives the same items however the stream is cut", () => {
    const stream = Buffer.concat([
      frame(LOG_TYPE.text, "one"),
      frame(LOG_TYPE.text, ""),
      frame((LOG_TYPE.json | INFO_BITS) >>> 0, "{}"),
      frame(LOG_TYPE.endOfInvocation, "some-id"),
    ]);
    const whole = new LogPipeDecoder().push(stream);
    expect(whole.map((item) => item.kind)).toEqual(["message", "message", "message", "endOfInvocation"]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: stream.length }), (size) => {
        expect(pushInPieces(new LogPipeDecoder(), stream, size)).toEqual(whole);
      }),
    );
  });

  test("cuts a message beyond the limit and goes on behind it", () => {
    const decoder = new LogPipeDecoder(10);
    const items = pushInPieces(
      decoder,
      Buffer.concat([frame(LOG_TYPE.text, "x".repeat(1000)), frame(LOG_TYPE.text, "next")]),
      64,
    );
    expect(items.map((item) => (item.kind === "message" ? item.message : item.kind))).toEqual(["x".repeat(10), "next"]);
  });

  test("passes raw output on whole, whatever its size", () => {
    const text = "y".repeat(100_000);
    const items = pushInPieces(new LogPipeDecoder(10), frame(LOG_TYPE.stderr, text), 777);
    const bytes = items.map((item) => (item.kind === "raw" && item.stream === "stderr" ? item.bytes : Buffer.alloc(0)));
    expect(Buffer.concat(bytes).toString()).toBe(text);
  });

  test("takes everything behind the first bytes that are no frame as plain text", () => {
    const decoder = new LogPipeDecoder();
    decoder.push(frame(LOG_TYPE.text, "fine"));
    expect(decoder.push(Buffer.from("this is not a frame\n"))).toEqual([
      { kind: "raw", stream: "stdout", bytes: Buffer.from("this is not a frame\n") },
    ]);
    expect(decoder.push(frame(LOG_TYPE.text, "no longer read as a frame"))[0]?.kind).toBe("raw");
  });

  test("never throws, whatever comes", () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
      fc.tuple(fc.constantFrom(...Object.values(LOG_TYPE)), fc.string()).map(([type, text]) => frame(type, text)),
    );
    fc.assert(
      fc.property(fc.array(anyBytes), (chunks) => {
        const decoder = new LogPipeDecoder(16);
        for (const chunk of chunks) for (const item of decoder.push(chunk)) expect(item).toHaveProperty("kind");
      }),
      { numRuns: 500 },
    );
  });

  test("reads hostile bytes the same however they are cut, and keeps no message beyond the limit", () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.tuple(fc.constantFrom(...Object.values(LOG_TYPE)), fc.string()).map(([type, text]) => frame(type, text)),
      fc
        .tuple(fc.constantFrom(...Object.values(LOG_TYPE)), fc.nat(100))
        .map(([type, cut]) => frame(type, "x".repeat(50)).subarray(0, cut)),
    );
    fc.assert(
      fc.property(fc.array(anyBytes), fc.integer({ min: 1, max: 40 }), (chunks, size) => {
        const stream = Buffer.concat(chunks);
        const whole = joinRaw(new LogPipeDecoder(16).push(stream));
        expect(joinRaw(pushInPieces(new LogPipeDecoder(16), stream, size))).toEqual(whole);
        for (const item of whole) if (item.kind === "message") expect(item.message.length).toBeLessThanOrEqual(16);
      }),
      { numRuns: 500 },
    );
  });
});

/** Raw output is passed on in the pieces in which it came; together they say the same. */
function joinRaw(items: readonly LogItem[]): LogItem[] {
  const joined: LogItem[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    if (item.kind === "raw" && item.bytes.length === 0) continue;
    if (item.kind === "raw" && last?.kind === "raw" && last.stream === item.stream) {
      joined[joined.length - 1] = { ...item, bytes: Buffer.concat([last.bytes, item.bytes]) };
    } else joined.push(item);
  }
  return joined;
}

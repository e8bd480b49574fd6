import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeFrame, type Frame } from "./frame.ts";
import { FrameDecoder } from "./frame-decoder.ts";
import { ControlChannelError } from "./protocol-error.ts";

const frames = fc.array(fc.record({ type: fc.nat(255), body: fc.uint8Array({ maxLength: 200 }) }), { maxLength: 8 });

function pushInPieces(decoder: FrameDecoder, bytes: Buffer, sizes: readonly number[]): Frame[] {
  const decoded: Frame[] = [];
  let offset = 0;
  for (let turn = 0; offset < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    decoded.push(...decoder.push(bytes.subarray(offset, offset + size)));
    offset += size;
  }
  return decoded;
}

describe("FrameDecoder", () => {
  test("gives back every frame, however the stream is cut", () => {
    fc.assert(
      fc.property(frames, fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1 }), (sent, sizes) => {
        const decoder = new FrameDecoder();
        const stream = Buffer.concat(sent.map(({ type, body }) => encodeFrame(type, body)));
        const decoded = pushInPieces(decoder, stream, sizes);
        expect(decoded.map(({ type, body }) => ({ type, body: new Uint8Array(body) }))).toEqual(sent);
        expect(decoder.end()).toBeUndefined();
      }),
    );
  });

  test("answers garbage with frames or a ControlChannelError, and keeps no more than one frame and one chunk", () => {
    const maxBodyBytes = 64;
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 40 }), (chunks) => {
        const decoder = new FrameDecoder(maxBodyBytes);
        for (const chunk of chunks) {
          try {
            for (const frame of decoder.push(Buffer.from(chunk))) {
              expect(frame.body.length).toBeLessThanOrEqual(maxBodyBytes);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(ControlChannelError);
            expect(() => decoder.push(Buffer.from("more"))).toThrow(ControlChannelError);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test("refuses a frame beyond the limit by its header alone", () => {
    const decoder = new FrameDecoder();
    expect(() => decoder.push(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x13]))).toThrow(
      "a frame of 4294967295 bytes was announced",
    );
  });

  test("tells half a frame at the end of the stream", () => {
    const decoder = new FrameDecoder();
    decoder.push(encodeFrame(1, Buffer.from("whole")).subarray(0, 7));
    expect(decoder.end()?.message).toBe("file descriptor 3 was closed 7 bytes into a frame");
  });
});

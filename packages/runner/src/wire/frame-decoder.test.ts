import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeFrame, FRAME_HEADER_BYTES, type Frame } from "./frame.ts";
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

  test("cut off anywhere, gives the frames before and tells of the rest", () => {
    fc.assert(
      fc.property(frames, fc.nat(), (sent, at) => {
        const stream = Buffer.concat(sent.map(({ type, body }) => encodeFrame(type, body)));
        const cut = stream.subarray(0, at % (stream.length + 1));
        const decoder = new FrameDecoder();
        const decoded = decoder.push(cut);
        expect(decoded).toEqual(
          sent.slice(0, decoded.length).map(({ type, body }) => ({ type, body: Buffer.from(body) })),
        );
        const whole = Buffer.concat(decoded.map(({ type, body }) => encodeFrame(type, body))).length;
        expect(decoder.end()?.message).toBe(
          cut.length === whole ? undefined : `file descriptor 3 was closed ${cut.length - whole} bytes into a frame`,
        );
      }),
    );
  });

  test("refuses a frame that is too large wherever it comes, and gives those before it in their own pieces", () => {
    const maxBodyBytes = 200;
    fc.assert(
      fc.property(frames, fc.integer({ min: maxBodyBytes + 1, max: 0xffffffff }), (sent, bodyBytes) => {
        const decoder = new FrameDecoder(maxBodyBytes);
        for (const { type, body } of sent) expect(decoder.push(encodeFrame(type, body))).toHaveLength(1);
        const header = Buffer.alloc(FRAME_HEADER_BYTES);
        header.writeUInt32LE(bodyBytes, 0);
        expect(() => decoder.push(header)).toThrow(ControlChannelError);
        expect(decoder.end()).toBeInstanceOf(ControlChannelError);
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
// @ts-expect-error: the runtime inside has no types
import { readInvocation } from "../../bootstrap/nodejs/invocation.cjs";
import { decodeControlMessage, encodeInvoke } from "./control-messages.ts";
import { FRAME_HEADER_BYTES, FRAME_TYPE, QUIET } from "./frame.ts";
import { ControlChannelError } from "./protocol-error.ts";

describe("control messages", () => {
  test("an event's bytes travel as they are, whatever they hold", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (payload) => {
        const frame = encodeInvoke({ requestId: "id", invokedFunctionArn: "arn:é", payload }, 1234);
        const body = frame.subarray(FRAME_HEADER_BYTES);
        expect(readInvocation(body)).toEqual({
          requestId: "id",
          deadlineMs: 1234,
          traceId: undefined,
          invokedFunctionArn: "arn:é",
          clientContext: undefined,
          eventText: Buffer.from(payload).toString("utf8"),
        });
        expect(new Uint8Array(body.subarray(body.length - payload.length))).toEqual(payload);
      }),
    );
  });

  test("a frame of any type and body is a message or a ControlChannelError", () => {
    const types = fc.oneof(fc.constantFrom(...Object.values(FRAME_TYPE)), fc.nat(255));
    fc.assert(
      fc.property(types, fc.uint8Array(), (type, body) => {
        try {
          expect(decodeControlMessage({ type, body: Buffer.from(body) })).toHaveProperty("kind");
        } catch (error) {
          expect(error).toBeInstanceOf(ControlChannelError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("an error's type is read from its payload, and the payload kept as it is", () => {
    const payload = Buffer.from('{"errorType":"Runtime.ImportModuleError","errorMessage":"x"}');
    expect(decodeControlMessage({ type: FRAME_TYPE.initError, body: payload })).toEqual({
      kind: "initError",
      errorType: "Runtime.ImportModuleError",
      payload,
    });
  });

  test("an answer says whether log lines went before it", () => {
    const body = Buffer.concat([Buffer.from([2]), Buffer.from("id{}")]);
    for (const isQuiet of [true, false]) {
      const type = FRAME_TYPE.response | (isQuiet ? QUIET : 0);
      const message = { kind: "response", requestId: "id", isQuiet, payload: Buffer.from("{}") };
      expect(decodeControlMessage({ type, body })).toEqual(message);
    }
  });

  test("the parts of a streamed response are read as they were written", () => {
    const id = Buffer.from([2, 65, 66]);
    const decode = (type: number, body: string) =>
      decodeControlMessage({ type, body: Buffer.concat([id, Buffer.from(body)]) });
    expect(decode(FRAME_TYPE.responseStart, "text/plain; charset=utf-8")).toEqual({
      kind: "responseStart",
      requestId: "AB",
      contentType: "text/plain; charset=utf-8",
    });
    expect(decode(FRAME_TYPE.responseChunk, "x")).toMatchObject({ kind: "responseChunk", payload: Buffer.from("x") });
    expect(decode(FRAME_TYPE.responseEnd, "")).toEqual({ kind: "responseEnd", requestId: "AB", isQuiet: false });
  });

  test.each([
    ["an empty part", FRAME_TYPE.responseChunk, "", "with 0 bytes"],
    ["too large a part", FRAME_TYPE.responseChunk, "x".repeat(65_537), "with 65537 bytes"],
    ["a content type that splits a header", FRAME_TYPE.responseStart, "a\r\nb: c", "content type"],
    ["a content type without end", FRAME_TYPE.responseStart, "x".repeat(1_025), "content type"],
  ])("%s is refused", (_what, type, body, complaint) => {
    const frame = { type, body: Buffer.concat([Buffer.from([1, 65]), Buffer.from(body)]) };
    expect(() => decodeControlMessage(frame)).toThrow(ControlChannelError);
    expect(() => decodeControlMessage(frame)).toThrow(complaint);
  });

  test("an answer without a request id is refused", () => {
    const body = Buffer.from([9, 1, 2]);
    expect(() => decodeControlMessage({ type: FRAME_TYPE.response, body })).toThrow("without a request id");
  });

  test("an error's type is kept short, and a very large error passed on unread", () => {
    const decode = (payload: Buffer) => decodeControlMessage({ type: FRAME_TYPE.initError, body: payload });
    const long = Buffer.from(JSON.stringify({ errorType: "E".repeat(10_000) }));
    expect(decode(long)).toMatchObject({ errorType: "E".repeat(256) });
    const large = Buffer.from(JSON.stringify({ errorType: "E", errorMessage: "m".repeat(2_000_000) }));
    expect(decode(large)).toMatchObject({ errorType: "" });
    for (const payload of [long, large]) expect(decode(payload)).toHaveProperty("payload.length", payload.length);
    expect(() => decode(Buffer.from("[".repeat(1_000_000)))).toThrow(ControlChannelError);
  });
});

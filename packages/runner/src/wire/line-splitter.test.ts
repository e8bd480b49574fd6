import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineSplitter, MAX_LINE_BYTES } from "./line-splitter.ts";

describe("LineSplitter", () => {
  test("gives the lines of a text however it is cut, even inside a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 9 }), (text, size) => {
        const splitter = new LineSplitter();
        const bytes = Buffer.from(text);
        const lines: string[] = [];
        for (let offset = 0; offset < bytes.length; offset += size) {
          lines.push(...splitter.push(bytes.subarray(offset, offset + size)));
        }
        lines.push(...splitter.flush());
        const expected = text.split("\n");
        if (expected.at(-1) === "") expected.pop();
        expect(lines).toEqual(expected);
      }),
    );
  });

  test("breaks a line that is longer than an event may be, and holds no more than that", () => {
    const splitter = new LineSplitter(4);
    expect(splitter.push(Buffer.from("abcdefghij"))).toEqual(["abcd", "efgh"]);
    expect(splitter.push(Buffer.from("k\nl"))).toEqual(["ijk"]);
    expect(splitter.flush()).toEqual(["l"]);
    expect(splitter.flush()).toEqual([]);
  });

  test("gives the same lines of any bytes however they are cut, none longer than an event may be", () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    const withBreaks = fc.array(fc.constantFrom(0x0a, 0x61, 0xc3, 0xa4, 0xf0, 0x9f, 0x00), { maxLength: 100 });
    fc.assert(
      fc.property(fc.oneof(bytes, withBreaks), fc.integer({ min: 1, max: 9 }), (content, size) => {
        const split = (pieces: readonly Buffer[]) => {
          const splitter = new LineSplitter(7);
          return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.flush()];
        };
        const whole = Buffer.from(content);
        const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
          whole.subarray(index * size, (index + 1) * size),
        );
        const lines = split(pieces);
        expect(lines).toEqual(split([whole]));
        expect(lines.join("")).toBe(whole.toString("utf8").replaceAll("\n", ""));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(7);
      }),
      { numRuns: 500 },
    );
  });

  test("a line of the largest size that comes byte by byte is one line", () => {
    const splitter = new LineSplitter();
    const byte = Buffer.from("x");
    for (let count = 0; count < MAX_LINE_BYTES; count++) splitter.push(byte);
    expect(splitter.push(Buffer.from("\n"))).toEqual(["x".repeat(MAX_LINE_BYTES)]);
  });
});

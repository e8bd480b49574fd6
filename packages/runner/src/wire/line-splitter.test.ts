import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineSplitter } from "./line-splitter.ts";

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
});

import { describe, expect, test } from "vitest";
import { describeJsonProblem, formatJson, jsonProblem } from "./json-text.ts";

describe("formatting", () => {
  test("indents by two spaces and leaves empty lists closed", () => {
    expect(formatJson('{"a":[1,{"b":{}}],"c":[ ]}')).toEqual({
      ok: true,
      text: '{\n  "a": [\n    1,\n    {\n      "b": {}\n    }\n  ],\n  "c": []\n}',
    });
  });

  test("keeps digits, escapes and repeated names as they were typed", () => {
    const text = '{\n  "id": 12345678901234567890,\n  "n": 1.0e+2,\n  "s": "\\u00e9\\/",\n  "s": -0\n}';
    expect(formatJson(text)).toEqual({ ok: true, text });
  });

  test("agrees with the engine on every value it accepts", () => {
    for (const text of ["null", " true ", '"a"', "-0.5E-7", "[]", '[{"a":[[]]}]', "\r\n{}\t"]) {
      const formatted = formatJson(text);
      expect(formatted.ok && JSON.parse(formatted.text)).toEqual(JSON.parse(text));
    }
  });
});

describe("problems", () => {
  test.each([
    ["", 1, 1, "The text is empty. Enter a JSON value, for example {}."],
    ['{\n  "a": 1,\n}', 2, 9, 'Remove the comma before "}".'],
    ['{"a" 1}', 1, 6, 'Expected ":" after the property name but found "1".'],
    ["{a: 1}", 1, 2, 'Expected a property name in double quotes but found "a".'],
    ["{'a': 1}", 1, 2, 'Expected a property name in double quotes but found "\'".'],
    ["[1\n 2]", 2, 2, 'Expected "," or "]" but found "2".'],
    ["[True]", 1, 2, "JSON writes true, not True."],
    ["[None]", 1, 2, "JSON has no None. Use null."],
    ["['a']", 1, 2, "Strings need double quotes."],
    ["[012]", 1, 3, "Numbers can't start with 0."],
    ['["a\n"]', 1, 2, "This string has no closing double quote."],
    ['["\\x"]', 1, 3, '"\\x" is not an escape that JSON knows. Write "\\\\" for a backslash.'],
    ['{"a": ', 1, 7, "Expected a value but found the end of the text."],
    ["{} {}", 1, 4, 'Unexpected "{" after the end of the JSON value.'],
  ])("%j is refused with its place", (text, line, column, message) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(jsonProblem(text)).toEqual({ line, column, message });
  });

  test("a hostile nesting is refused, not a crash", () => {
    const formatted = formatJson("[".repeat(100_000));
    expect(formatted).toMatchObject({ ok: false, problem: { line: 1, column: 1001 } });
  });

  test("are told as one sentence", () => {
    expect(describeJsonProblem({ line: 3, column: 5, message: "Strings need double quotes." })).toBe(
      "Line 3, column 5: Strings need double quotes.",
    );
  });
});

import { expect, test } from "vitest";
import { matchesWildcard } from "./wildcard.ts";

test.each([
  ["*", "", true],
  ["*", "anything:at/all", true],
  ["lambda:*", "lambda:GetFunction", true],
  ["lambda:*Function", "lambda:GetFunctionConfiguration", false],
  ["a*b*c", "a-b-b-c", true],
  ["a?c", "abc", true],
  ["a?c", "ac", false],
  ["abc", "abcd", false],
  ["", "", true],
  ["", "a", false],
])("%s against %s: %s", (pattern, text, expected) => {
  expect(matchesWildcard(pattern, text)).toBe(expected);
});

test("a pattern of many stars is answered at once", () => {
  expect(matchesWildcard(`${"a*".repeat(2000)}b`, "a".repeat(20_000))).toBe(false);
});

import { expect, test } from "vitest";
import { jsonOfMessage, logLevel, logTime } from "./log-message.ts";

const id = "7f3b1c2e-0d5a-4a0e-9a43-2b1d6c8f9e10";

test.each([
  [`START RequestId: ${id} Version: $LATEST`, "platform"],
  [`REPORT RequestId: ${id}\tDuration: 2.65 ms`, "platform"],
  [`2026-01-15T10:00:00.000Z\t${id}\tERROR\tInvoke Error \t{}`, "error"],
  [`[ERROR]\t2026-01-15T10:00:00.000Z\t${id}\tno`, "error"],
  [`2026-01-15T10:00:00.000Z ${id} Task timed out after 3.00 seconds`, "error"],
  [`2026-01-15T10:00:00.000Z\t${id}\tWARN\tcareful`, "warning"],
  [`2026-01-15T10:00:00.000Z\t${id}\tINFO\tno ERROR here`, "normal"],
  ["STARTED with a word like a platform line", "normal"],
])("%j is a line of kind %s", (message, level) => {
  expect(logLevel(message)).toBe(level);
});

test("JSON that makes up a line, or follows its level, can be opened", () => {
  expect(jsonOfMessage('{"level":"INFO","n":1}')).toBe('{\n  "level": "INFO",\n  "n": 1\n}');
  expect(jsonOfMessage(`2026-01-15T10:00:00.000Z\t${id}\tINFO\t{"a":[1]}`)).toContain('"a": [');
});

test("a bracket in a sentence, broken or empty JSON is left alone", () => {
  expect(jsonOfMessage("took [long] today")).toBeNull();
  expect(jsonOfMessage("{ a: 1 }")).toBeNull();
  expect(jsonOfMessage("{}")).toBeNull();
});

test("a time of another day says which", () => {
  const noon = new Date(2026, 0, 15, 12, 0, 0, 7).getTime();
  expect(logTime(noon, noon + 1_000)).toBe("12:00:00.007");
  expect(logTime(noon, noon + 86_400_000)).toMatch(/15 Jan,? 12:00:00\.007/);
});

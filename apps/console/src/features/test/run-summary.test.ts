import type { InvocationResult } from "@lambent/model";
import { expect, test } from "vitest";
import { failureMessage, remedyOf, runSummary } from "./run-summary.ts";

const result: InvocationResult = {
  requestId: "7f3b1c2e-0d5a-4a0e-9a43-2b1d6c8f9e10",
  outcome: "succeeded",
  functionError: false,
  response: "null",
  responseTruncated: false,
  logTail: "",
  executedVersion: "$LATEST",
  codeSha256: "p6oRMS=",
  durationMs: 2.654,
  billedDurationMs: 117,
  initDurationMs: 113.46,
  memoryMb: 128,
  maxMemoryUsedMb: 38,
  startedMs: 0,
  logStreamName: "2026/01/15/[$LATEST]abc",
};

test("a cold run has the nine fields of the console, in its order", () => {
  expect(runSummary(result, "1 minute ago")).toEqual([
    { label: "Code SHA-256", value: "p6oRMS=" },
    { label: "Execution time", value: "1 minute ago" },
    { label: "Function version", value: "$LATEST" },
    { label: "Request ID", value: result.requestId },
    { label: "Init duration", value: "113.46 ms" },
    { label: "Duration", value: "2.65 ms" },
    { label: "Billed duration", value: "117 ms" },
    { label: "Resources configured", value: "128 MB" },
    { label: "Max memory used", value: "38 MB" },
  ]);
});

test("a warm run has no init duration", () => {
  const labels = runSummary({ ...result, initDurationMs: undefined }, "now").map(({ label }) => label);
  expect(labels).toHaveLength(8);
  expect(labels).not.toContain("Init duration");
});

test("a failure is told in the function's own words", () => {
  const failed = (response: string) => failureMessage({ outcome: "functionError", response });
  expect(failed('{"errorType":"TypeError","errorMessage":"no such thing","trace":[]}')).toBe(
    "TypeError: no such thing",
  );
  expect(failed('{"errorMessage":"only this"}')).toBe("only this");
  expect(failed('"a string"')).toBe("The function failed.");
  expect(failed("cut {")).toBe("The function failed.");
});

test.each([
  ["ReservedFunctionConcurrentInvocationLimitExceeded", 0, /reserved concurrency is 0, so every invocation is/],
  ["ReservedFunctionConcurrentInvocationLimitExceeded", 5, /reserved concurrency \(5\) is used up.*raise it/],
  ["ConcurrentInvocationLimitExceeded", 700, /shares with other functions \(700\) is used up.*reserve concurrency/],
] as const)("a throttle by %s of %i says what is used up and leads to its setting", (throttleReason, limit, says) => {
  const result = { outcome: "throttled", response: "", throttleReason, throttleLimit: limit } as const;
  expect(failureMessage(result)).toMatch(says);
  expect(remedyOf(result)).toEqual({ text: "Edit concurrency", path: "edit/concurrency" });
});

test("a throttle by the host can only be waited for", () => {
  const result = { outcome: "throttled", response: "", throttleReason: "ConcurrentInvocationLimitExceeded" } as const;
  expect(failureMessage(result)).toMatch(/this host can't run more at the moment/);
  expect(remedyOf(result)).toBeNull();
});

test("a fault of the host is told by its cause", () => {
  expect(failureMessage({ outcome: "sandboxFault", response: "bwrap was not found" })).toBe("bwrap was not found");
});

test("what a setting would cure leads to that setting", () => {
  expect(remedyOf({ outcome: "timedOut" })).toEqual({ text: "Increase the timeout", path: "edit/basic-settings" });
  expect(remedyOf({ outcome: "outOfMemory" })).toMatchObject({ text: "Increase the memory" });
  expect(remedyOf({ outcome: "initFailed", errorType: "Runtime.HandlerNotFound" })).toMatchObject({
    path: "edit/runtime-settings",
  });
  expect(remedyOf({ outcome: "functionError", errorType: "TypeError" })).toBeNull();
});

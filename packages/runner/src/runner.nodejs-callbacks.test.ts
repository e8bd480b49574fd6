import type { RuntimeId } from "@lambent/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Fixtures } from "./testing/fixture-functions.ts";

const CALLBACK_RUNTIMES: RuntimeId[] = ["nodejs20.x", "nodejs22.x"];

let fixtures: Fixtures;
beforeAll(async () => {
  fixtures = await Fixtures.open();
});
afterAll(() => fixtures.close());

/** What lies between START and END. */
const between = (lines: readonly string[]): string[] =>
  lines.slice(lines.findIndex((line) => line.startsWith("START ")) + 1, -2);

describe.each(CALLBACK_RUNTIMES)("%s by callback", (runtime) => {
  test("answers with what the callback gets", async () => {
    const { json, lines } = await fixtures.run("callback-style", runtime, { event: { a: 1 } });
    expect(json).toEqual({ got: { a: 1 } });
    expect(lines[1]).toMatch(/WARN\tAWS Lambda plans to remove support for callback-based function handlers/);
  });

  test("keeps the warning to itself when told so", async () => {
    const environmentVariables = { AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING: "1" };
    const { lines } = await fixtures.run("callback-style", runtime, { environmentVariables });
    expect(lines.join()).not.toContain("callback-based");
  });

  test("tells an error that the callback gets", async () => {
    const { outcome, json } = await fixtures.run("callback-style", runtime, { handler: "index.failing" });
    expect(outcome.kind).toBe("functionError");
    expect(json).toMatchObject({ errorType: "Error", errorMessage: "by callback" });
  });

  test("waits for the empty event loop before it answers", async () => {
    const { json, lines } = await fixtures.run("callback-style", runtime, { handler: "index.waits" });
    expect(json).toBe("after the loop");
    expect(between(lines)[0]).toMatch(/the loop is empty now$/);
  });

  test("answers at once when told not to wait", async () => {
    const { json, report } = await fixtures.run("callback-style", runtime, { handler: "index.leaves" });
    expect(json).toBe("at once");
    expect(report.durationMs).toBeLessThan(2000);
  });

  test("answers null for a handler that never calls back", async () => {
    expect((await fixtures.run("callback-style", runtime, { handler: "index.forgets" })).payload).toBe("null");
  });

  test("answers through the context's old functions", async () => {
    expect((await fixtures.run("callback-style", runtime, { handler: "index.succeeds" })).json).toBe("by context");
    const { json } = await fixtures.run("callback-style", runtime, { handler: "index.fails" });
    expect(json).toMatchObject({ errorMessage: "by context" });
  });

  test("ignores what a synchronous handler returns", async () => {
    expect((await fixtures.run("sync-style", runtime)).payload).toBe("null");
  });

  test.each([
    [
      "unhandled-rejection",
      "Runtime.UnhandledPromiseRejection",
      "Error: nobody caught this",
      "Unhandled Promise Rejection",
      128,
    ],
    ["uncaught-exception", "RangeError", "thrown from a timer", "Uncaught Exception", 129],
  ])("tells %s and ends with AWS's exit status", async (name, errorType, errorMessage, title, exitStatus) => {
    const first = await fixtures.run(name, runtime, {}, "kept");
    expect(first.outcome).toMatchObject({ kind: "functionError", errorType });
    expect(first.json).toMatchObject({ errorType, errorMessage });
    expect(between(first.lines)).toEqual([
      expect.stringContaining(`${first.requestId}\tERROR\t${title} \t{"errorType":"${errorType}"`),
      `RequestId: ${first.requestId} Error: Runtime exited with error: exit status ${exitStatus}\nRuntime.ExitError`,
    ]);
    const second = await fixtures.run(name, runtime, {}, "kept");
    // The same environment, loaded anew.
    expect(second.report.environmentId).toBe(first.report.environmentId);
    expect(second.json).toMatchObject({ errorType, errorMessage });
  });
});

describe.each(CALLBACK_RUNTIMES)("%s", (runtime) => {
  test("tells the first of several failures alone", async () => {
    const { outcome, json } = await fixtures.run("fails-twice", runtime);
    expect(outcome).toMatchObject({ kind: "functionError", errorType: "Runtime.UnhandledPromiseRejection" });
    expect(json).toMatchObject({ errorMessage: "Error: the first failure" });
  });
});

describe("nodejs24.x", () => {
  test("refuses handlers that take a callback", async () => {
    const { outcome, json } = await fixtures.run("callback-style", "nodejs24.x");
    expect(outcome).toMatchObject({ kind: "initFailed", errorType: "Runtime.CallbackHandlerDeprecated" });
    expect(json).toMatchObject({
      errorMessage: expect.stringMatching(
        /^ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node\.js 24\./,
      ),
    });
  });

  test("answers with what a synchronous handler returns", async () => {
    expect((await fixtures.run("sync-style", "nodejs24.x")).json).toBe("returned at once");
  });

  test("ends by itself on an unhandled rejection, as Node.js does", async () => {
    const { outcome, lines } = await fixtures.run("unhandled-rejection", "nodejs24.x");
    expect(outcome).toMatchObject({ kind: "exited", exitCode: 1, signal: null });
    expect(lines.join("\n")).toContain("Error: nobody caught this");
  });
});

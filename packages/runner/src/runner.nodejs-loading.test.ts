import type { RuntimeId } from "@lambent/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Fixtures } from "./testing/fixture-functions.ts";

const ALL: RuntimeId[] = ["nodejs20.x", "nodejs22.x", "nodejs24.x"];

let fixtures: Fixtures;
beforeAll(async () => {
  fixtures = await Fixtures.open();
});
afterAll(() => fixtures.close());

describe.each(ALL)("%s", (runtime) => {
  test("loads ES modules, CommonJS modules, folders, nested exports and packages", async () => {
    expect((await fixtures.run("esm", runtime)).json).toEqual({ style: "esm", self: true });
    expect((await fixtures.run("commonjs", runtime)).json).toEqual({ style: "index.js" });
    expect((await fixtures.run("commonjs", runtime, { handler: "other.api.users.list" })).json).toEqual([
      "nested export",
    ]);
    expect((await fixtures.run("nested-folders", runtime, { handler: "src/deep/file.handler" })).json).toBe(
      "found in a folder",
    );
    expect((await fixtures.run("node-modules", runtime, { event: { name: "Ada" } })).json).toBe("hello Ada");
  });

  test.each([
    [
      "missing-module",
      "index.handler",
      "Runtime.ImportModuleError",
      /^Error: Cannot find module 'not-there'\nRequire stack:\n- \/var\/task\/index\.js/,
    ],
    [
      "empty",
      "index.handler",
      "Runtime.ImportModuleError",
      /^Error: Cannot find module 'index'\nRequire stack:\n- \/var\/runtime\/index\.mjs$/,
    ],
    [
      "missing-package",
      "index.handler",
      "Error",
      /^Cannot find package 'not-there' imported from \/var\/task\/index\.mjs$/,
    ],
    ["missing-handler", "index.absent", "Runtime.HandlerNotFound", /^index\.absent is undefined or not exported$/],
    ["missing-handler", "index.handler", "Runtime.HandlerNotFound", /^index\.handler is not a function$/],
    ["syntax-error", "index.handler", "Runtime.UserCodeSyntaxError", /^SyntaxError: Unexpected end of input$/],
    [
      "syntax-error-commonjs",
      "index.handler",
      "Runtime.UserCodeSyntaxError",
      /^SyntaxError: Unexpected (end of input|token)/,
    ],
    ["echoes", "index", "Runtime.MalformedHandlerName", /^Bad handler$/],
    [
      "echoes",
      "../index.handler",
      "Runtime.MalformedHandlerName",
      /^'\.\.\/index\.handler' is not a valid handler name\./,
    ],
    ["throws-while-loading", "index.handler", "TypeError", /^not today$/],
    [
      "imports-what-is-hidden",
      "index.handler",
      "Runtime.UserCodeSyntaxError",
      /^SyntaxError: Named export 'hidden' not found\. The requested module '\.\/hides\.cjs' is a CommonJS module/,
    ],
  ])("can't load %s by %s: %s", async (name, handler, errorType, message) => {
    const { outcome, json, lines, requestId, report } = await fixtures.run(name, runtime, { handler });
    expect(outcome).toMatchObject({ kind: "initFailed", errorType });
    expect(json).toMatchObject({ errorType, errorMessage: expect.stringMatching(message), trace: expect.any(Array) });
    // AWS tries twice: once as init, once inside the invocation.
    const told = runtime === "nodejs24.x" ? "ERROR\tInit Error \t" : "ERROR\tUncaught Exception \t";
    expect(lines.filter((line) => line.includes(told))).toHaveLength(2);
    const reported = errorType.startsWith("Runtime.") ? errorType : "Runtime.Unknown";
    expect(lines.filter((line) => line.startsWith("INIT_REPORT"))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^INIT_REPORT Init Duration: \\d+\\.\\d\\d ms\tPhase: init\tStatus: error\tError Type: ${reported}$`,
        ),
      ),
      expect.stringMatching(
        new RegExp(
          `^INIT_REPORT Init Duration: \\d+\\.\\d\\d ms\tPhase: invoke\tStatus: error\tError Type: ${reported}$`,
        ),
      ),
    ]);
    expect(lines.slice(-3)).toEqual([
      `START RequestId: ${requestId} Version: $LATEST`,
      `END RequestId: ${requestId}`,
      expect.stringMatching(new RegExp(`\tStatus: error\tError Type: ${reported}$`)),
    ]);
    expect(report.initDurationMs).toBeUndefined();
  });

  test("a module that awaits while it loads runs once", async () => {
    const { json, lines } = await fixtures.run("awaits-while-loading", runtime);
    expect(json).toEqual({ waited: true, loads: 1 });
    expect(lines.filter((line) => /warning/i.test(line))).toEqual([]);
  });

  test("a module that waits for what can't come ends the environment", async () => {
    const { outcome } = await fixtures.run("waits-for-nothing-while-loading", runtime);
    expect(outcome).toMatchObject({ kind: "exited", exitCode: 13 });
  });

  test("tells the first of several failures while loading", async () => {
    const { outcome } = await fixtures.run("fails-twice-while-loading", runtime);
    expect(outcome.kind).toBe("initFailed");
  });

  test("the heap has the function's size, and that of a Worker has it, too", async () => {
    const { json } = await fixtures.run("tells-heaps", runtime);
    const { main, worker } = json as { main: number; worker: number };
    // Of the function's 256 MB; what V8 adds for new objects is on top.
    expect(main).toBeLessThan(300 * 1024 * 1024);
    expect(worker).toBe(main);
  });
});

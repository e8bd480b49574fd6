import { rm } from "node:fs/promises";
import type { RuntimeId } from "@lambent/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FixtureOptions, type FixtureRun, Fixtures } from "./testing/fixture-functions.ts";
import { layeredDriver } from "./testing/layered-driver.ts";

const ISO_TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/;

/** Runs a fixture function on the interpreter that a suite is about. */
export type RunPython = (name: string, options?: FixtureOptions, keep?: string) => Promise<FixtureRun>;

const between = (lines: readonly string[]): string[] =>
  lines.slice(lines.findIndex((line) => line.startsWith("START ")) + 1, -2);

/**
 * What holds for Python whatever runs it: CPython of each series, and Pyodide.
 * @param more tests for this interpreter alone.
 */
export function pythonContract(
  interpreter: { runtime: RuntimeId; isPyodide: boolean },
  more: (run: RunPython, fixtures: () => Fixtures) => void,
): void {
  const { runtime, isPyodide } = interpreter;
  describe(`${runtime} on ${isPyodide ? "Pyodide" : "CPython"}`, () => {
    let fixtures: Fixtures;
    beforeAll(async () => {
      fixtures = await Fixtures.open("bwrap", isPyodide ? { python: "pyodide" } : {});
    });
    afterAll(() => fixtures.close());

    // What fails while it loads is loaded again within the timeout, and Pyodide alone takes up to three seconds to start.
    const usual: FixtureOptions = isPyodide ? { timeoutMs: 15_000 } : {};
    const run: RunPython = (name, options, keep) => fixtures.run(name, runtime, { ...usual, ...options }, keep);

    test("answers with what the handler returns", async () => {
      const { outcome, payload, lines } = await run("echoes", { event: { text: "é✓", list: [1, null] } });
      expect(outcome.kind).toBe("succeeded");
      expect(payload).toBe('{"text": "é✓", "list": [1, null]}');
      expect(lines[0]).toMatch(/^INIT_START Runtime Version: python:3\.\d+\.\d+\tRuntime Version ARN: arn:aws:/);
      expect(lines[0]).toContain(` Runtime Version: ${runtime.replace("python", "python:")}.`);
    });

    test("gives the handler a complete context", async () => {
      const { json, report } = await run("tells-context", {
        timeoutMs: 3000,
        invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:tells-context:live",
        clientContext: '{"custom":{"a":1},"client":{"app_title":"An app"}}',
        traceId: "Root=1-abc;Sampled=0",
        requestId: "6a9d0c4e-0000-4000-8000-000000000001",
      });
      expect(json).toEqual({
        aws_request_id: "6a9d0c4e-0000-4000-8000-000000000001",
        log_group_name: "/aws/lambda/tells-context",
        log_stream_name: report.logStreamName,
        function_name: "tells-context",
        function_version: "$LATEST",
        memory_limit_in_mb: "256",
        invoked_function_arn: "arn:aws:lambda:us-east-1:123456789012:function:tells-context:live",
        identity: null,
        custom: { a: 1 },
        app_title: "An app",
        has_time: true,
        trace: "Root=1-abc;Sampled=0",
      });
    });

    test("shows user code Lambda's environment and search path", async () => {
      const { json } = await run("tells-environment", { environmentVariables: { STAGE: "test" } });
      const told = json as { env: Record<string, string>; cwd: string; path: string[]; prefix: string };
      expect(told.env).toMatchObject({
        STAGE: "test",
        AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
        PYTHONPATH: "/var/runtime",
        LC_CTYPE: "C.UTF-8",
        LAMBDA_TASK_ROOT: "/var/task",
        _HANDLER: "lambda_function.lambda_handler",
      });
      expect(Object.keys(told.env).filter((name) => name.startsWith("LAMBENT"))).toEqual([]);
      expect(told.cwd).toBe("/var/task");
      expect(told.prefix).toBe("/var/lang");
      expect(told.path.slice(0, 5)).toEqual([
        "/var/task",
        `/opt/python/lib/${runtime}/site-packages`,
        "/opt/python",
        `/var/lang/lib/${runtime}/site-packages`,
        "/var/runtime",
      ]);
      // Pyodide starts no processes that could inherit it.
      if (!isPyodide) expect(json).toMatchObject({ fd3_inheritable: false });
    });

    test("keeps print, logging and context.log in order", async () => {
      const { lines, requestId } = await run("logs");
      expect(lines[1]).toBe("loading");
      expect(between(lines).map((line) => line.replace(ISO_TIME, "TIME"))).toEqual([
        "one two",
        `[INFO]\tTIME\t${requestId}\ttold by logging`,
        "two",
        "lines",
        `[WARNING]\tTIME\t${requestId}\tfirst\nsecond`,
        "to stderr",
        "by context",
        "unfinished",
      ]);
    });

    test("writes logging as JSON lines when the function is configured so", async () => {
      const { lines, requestId } = await run("logs", { environmentVariables: { AWS_LAMBDA_LOG_FORMAT: "JSON" } });
      const [first] = between(lines).filter((line) => line.startsWith("{"));
      expect(JSON.parse(first!)).toEqual({
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        level: "INFO",
        message: "told by logging",
        logger: "root",
        requestId,
      });
      expect(between(lines)[0]).toBe("one two");
    });

    test("tells an exception with its type, message, request id and trace", async () => {
      const { outcome, payload, lines, requestId } = await run("throws-error");
      expect(outcome).toMatchObject({ kind: "functionError", errorType: "ValueError" });
      expect(payload).toBe(
        `{"errorMessage": "it went wrong", "errorType": "ValueError", "requestId": "${requestId}", "stackTrace": [` +
          `"  File \\"/var/task/lambda_function.py\\", line 2, in lambda_handler\\n    raise ValueError(\\"it went wrong\\")\\n"]}`,
      );
      expect(between(lines)).toEqual([
        '[ERROR] ValueError: it went wrong\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/lambda_function.py", line 2, in lambda_handler\n\u00a0\u00a0\u00a0\u00a0raise ValueError("it went wrong")',
      ]);
      expect(lines.at(-1)).not.toContain("Status");
    });

    test.each([
      [
        "lambda_function.lambda_handler",
        "Unable to marshal response: Object of type datetime is not JSON serializable",
      ],
      ["lambda_function.circular", "Unable to marshal response: Circular reference detected"],
    ])("can't answer what %s returns", async (handler, errorMessage) => {
      const { outcome, json } = await run("unmarshalable-response", { handler });
      expect(outcome).toMatchObject({ kind: "functionError", errorType: "Runtime.MarshalError" });
      expect(json).toMatchObject({ errorMessage, stackTrace: [] });
    });

    test("answers decimals with all their digits, and bytes as they are", async () => {
      const decimals = await run("unmarshalable-response", { handler: "lambda_function.decimals" });
      expect(decimals.payload).toBe('{"price": 1.10, "big": 12345678901234567890.5, "text": "é", "list": [1, 2.5]}');
      const bytes = await run("unmarshalable-response", { handler: "lambda_function.raw_bytes" });
      expect(bytes.payload).toBe('{"raw":true}');
    });

    test("answers 6 MB and 100 bytes, but not one byte more", async () => {
      const limit = 6_291_556;
      const largest = await run("big-response", { event: { bytes: limit } }, "kept");
      expect(largest.payload).toHaveLength(limit);
      const tooLarge = await run("big-response", { event: { bytes: limit + 1 } }, "kept");
      expect(tooLarge.outcome).toMatchObject({ kind: "responseTooLarge" });
      expect(between(tooLarge.lines)[0]).toMatch(/Http response code: 413\.$/);
    });

    test.each([
      [
        "missing-module",
        "lambda_function.lambda_handler",
        "Runtime.ImportModuleError",
        "Unable to import module 'lambda_function': No module named 'not_there'",
      ],
      [
        "empty",
        "lambda_function.lambda_handler",
        "Runtime.ImportModuleError",
        "Unable to import module 'lambda_function': No module named 'lambda_function'",
      ],
      [
        "echoes",
        "lambda_function.absent",
        "Runtime.HandlerNotFound",
        "Handler 'absent' missing on module 'lambda_function'",
      ],
      [
        "syntax-error",
        "lambda_function.lambda_handler",
        "Runtime.UserCodeSyntaxError",
        "Syntax error in module 'lambda_function': expected ':' (lambda_function.py, line 1)",
      ],
      [
        "echoes",
        "nodot",
        "Runtime.MalformedHandlerName",
        "Bad handler 'nodot': not enough values to unpack (expected 2, got 1)",
      ],
      ["echoes", "sys.exit", "Runtime.BuiltInModuleConflict", "Cannot use built-in module sys as a handler module"],
      ["throws-while-loading", "lambda_function.lambda_handler", "RuntimeError", "not today"],
    ])("can't load %s by %s: %s", async (name, handler, errorType, errorMessage) => {
      const { outcome, json, lines, requestId } = await run(name, { handler });
      expect(outcome).toMatchObject({ kind: "initFailed", errorType });
      expect(json).toEqual({ errorMessage, errorType, requestId: "", stackTrace: expect.any(Array) });
      const told = lines.filter((line) => line.startsWith(`[ERROR] ${errorType}: ${errorMessage}`));
      expect(told).toHaveLength(2);
      expect(told[0]).toContain("\nTraceback (most recent call last):");
      expect(lines.filter((line) => line.includes("\t\tLAMBDA_WARNING: Unhandled exception."))).toHaveLength(2);
      const reported = errorType.startsWith("Runtime.") ? errorType : "Runtime.Unknown";
      expect(lines.slice(-4)).toEqual([
        expect.stringMatching(new RegExp(`^INIT_REPORT .* ms\tPhase: invoke\tStatus: error\tError Type: ${reported}$`)),
        `START RequestId: ${requestId} Version: $LATEST`,
        `END RequestId: ${requestId}`,
        expect.stringMatching(new RegExp(`\tStatus: error\tError Type: ${reported}$`)),
      ]);
    });

    test("tells where a syntax error is", async () => {
      const { json } = await run("syntax-error");
      expect(json).toMatchObject({
        stackTrace: ['  File "/var/task/lambda_function.py" Line 1\n    def lambda_handler(event, context)\n'],
      });
    });

    test("loads packages, and a function's own modules whatever their names", async () => {
      expect((await run("packages", { handler: "api/users.list_users" })).json).toEqual(["ada", "grace"]);
      expect((await run("packages", { handler: "api.users.list_users" })).json).toEqual(["ada", "grace"]);
      expect((await run("packages", { handler: "faults.handler" })).json).toBe("my own faults");
    });

    test.each([
      [{ code: 3 }, "exit status 3", "Runtime exited with error: exit status 3"],
      [{ code: 4, hard: true }, "exit status 4", "Runtime exited with error: exit status 4"],
      [{ code: 0 }, "no reason", "Runtime exited without providing a reason"],
    ])("tells an exit by %j as %s", async (event, _words, sentence) => {
      const { outcome, json, lines, requestId } = await run("exits-halfway", { event });
      expect(outcome).toMatchObject({ kind: "exited", exitCode: event.code, signal: null });
      expect(json).toEqual({
        errorType: "Runtime.ExitError",
        errorMessage: `RequestId: ${requestId} Error: ${sentence}`,
      });
      expect(between(lines)).toEqual([
        "about to exit",
        `RequestId: ${requestId} Error: ${sentence}\nRuntime.ExitError`,
      ]);
    });

    test("ends a function that sleeps past its timeout", async () => {
      const { outcome, lines } = await run("sleeps-forever", { timeoutMs: 300 });
      expect(outcome).toMatchObject({ kind: "timedOut", limitMs: 300 });
      expect(between(lines)[0]).toBe("going to sleep");
    });

    test("ends a function that takes too much memory", async () => {
      const { outcome } = await run("eats-memory", { memoryMb: 128, timeoutMs: 60_000 });
      expect(outcome).toMatchObject({ kind: "outOfMemory", limitMb: 128 });
    }, 90_000);

    test("ends a function that never gives up the processor", async () => {
      const { outcome, lines } = await run("loops-forever", { timeoutMs: 500 });
      expect(outcome).toMatchObject({ kind: "timedOut", limitMs: 500 });
      expect(between(lines)[0]).toBe("going round");
    });

    test("runs at the memory that a function has by default, and the figure of its use is within it", async () => {
      const { outcome, report } = await run("echoes", { memoryMb: 128 });
      expect(outcome.kind).toBe("succeeded");
      expect(report.maxMemoryUsedMb).toBeGreaterThan(0);
      expect(report.maxMemoryUsedMb).toBeLessThan(100);
    });

    test("a function that ends while it is loading has failed twice", async () => {
      const { outcome, lines } = await run("exits-while-loading");
      expect(outcome).toMatchObject({ kind: "exited", exitCode: 1 });
      expect(lines.filter((line) => line === "not like this")).toHaveLength(2);
    });

    test("waits for coroutines that a handler runs itself", async () => {
      expect((await run("async-work")).json).toEqual({
        by_run: [2, 4, 6],
        by_loop: [2, 4, 6],
        order: [3, 2, 1, 3, 2, 1],
      });
    });

    test("recursion without an end is an error of the function's, and the environment goes on", async () => {
      const expected = { calls: expect.stringContaining("maximum recursion depth exceeded"), encoder: true };
      expect((await run("recurses", { timeoutMs: 10_000 }, "kept-recursing")).json).toEqual(expected);
      const again = await run("recurses", { timeoutMs: 10_000 }, "kept-recursing");
      expect(again.json).toEqual(expected);
      expect(again.report.coldStart).toBe(false);
    });

    test.each([
      [{}, { tz: ":UTC", local: "15:06", naive: "2025-06-15T15:06:40" }],
      [{ TZ: "Europe/Berlin" }, { tz: "Europe/Berlin", local: "17:06", naive: "2025-06-15T17:06:40" }],
    ])("tells the time with %j", async (environmentVariables, expected) => {
      const { json } = await run("tells-time", { environmentVariables });
      expect(json).toMatchObject({
        ...expected,
        zone: "2025-06-16T00:06:40+09:00",
        utc: "2025-06-15T15:06:40+00:00",
        slept: true,
      });
      expect(Math.abs((json as { now: number }).now - Date.now() / 1000)).toBeLessThan(60);
    });

    test("reads its files, writes to /tmp alone, and keeps what it wrote there", async () => {
      const first = await run("files", {}, "kept-files");
      expect(first.json).toEqual({
        beside: "good morning\n",
        relative: "good morning\n",
        files: ["data", "lambda_function.py"],
        count: 1,
        temporary: [9, "/tmp"],
        refused: ["EROFS", "EROFS", "EROFS"],
        home: ["counter", "deep"],
        link: [expect.stringMatching(/counter$/), "1", "2"],
      });
      expect((await run("files", {}, "kept-files")).json).toMatchObject({
        count: 2,
        link: [expect.stringMatching(/counter$/), "2", "2"],
      });
    });

    test("no two environments draw the same random numbers", async () => {
      const drawn = await Promise.all([run("tells-chance"), run("tells-chance")]);
      const numbers = drawn.flatMap(({ json }) => json as unknown[]);
      expect(new Set(numbers).size).toBe(6);
    });

    test("finds modules in layers where Lambda looks for them", async () => {
      const { layersDirectory, driver } = await layeredDriver({
        [`python/lib/${runtime}/site-packages/from_site_packages.py`]: 'NAME = "site-packages"\n',
        "python/from_the_top.py": 'NAME = "python"\n',
        // The first place wins.
        "python/from_site_packages.py": 'NAME = "too late"\n',
      });
      const layered = await Fixtures.open("bwrap", { driver, ...(isPyodide ? { python: "pyodide" } : {}) });
      const { json } = await layered.run("layered", runtime);
      await layered.close();
      await rm(layersDirectory, { recursive: true });
      expect(json).toEqual(["site-packages", "python"]);
    });

    more(run, () => fixtures);
  });
}

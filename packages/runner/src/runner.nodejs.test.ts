import type { RuntimeId } from "@lambent/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Fixtures } from "./testing/fixture-functions.ts";

const ISO_TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/;
const ALL: RuntimeId[] = ["nodejs20.x", "nodejs22.x", "nodejs24.x"];
const CALLBACK_RUNTIMES: RuntimeId[] = ["nodejs20.x", "nodejs22.x"];

let fixtures: Fixtures;
beforeAll(async () => {
  fixtures = await Fixtures.open();
});
afterAll(() => fixtures.close());

/** What lies between START and END. */
const between = (lines: readonly string[]): string[] =>
  lines.slice(lines.findIndex((line) => line.startsWith("START ")) + 1, -2);
const withoutTime = (lines: readonly string[]): string[] => lines.map((line) => line.replace(ISO_TIME, "TIME"));

describe.each(ALL)("%s", (runtime) => {
  test("answers with what the handler returns, and says how it went", async () => {
    const { outcome, payload, lines, requestId, report } = await fixtures.run("echoes", runtime, {
      event: { text: "é✓", list: [1, null] },
    });
    expect(outcome.kind).toBe("succeeded");
    expect(payload).toBe('{"text":"é✓","list":[1,null]}');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      /^INIT_START Runtime Version: nodejs:\d+\.\d+\.\d+\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}$/,
    );
    expect(lines[1]).toBe(`START RequestId: ${requestId} Version: $LATEST`);
    expect(lines[2]).toBe(`END RequestId: ${requestId}`);
    expect(lines[3]).toBe(
      `REPORT RequestId: ${requestId}\tDuration: ${report.durationMs.toFixed(2)} ms\tBilled Duration: ${report.billedDurationMs} ms\t` +
        `Memory Size: 256 MB\tMax Memory Used: ${report.maxMemoryUsedMb} MB\tInit Duration: ${report.initDurationMs?.toFixed(2)} ms\t`,
    );
    expect(report.billedDurationMs).toBe(Math.ceil(report.durationMs + report.initDurationMs!));
    expect(report.logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    expect(report.coldStart).toBe(true);
    expect(report.maxMemoryUsedMb).toBeGreaterThan(5);
  });

  test("gives the handler a complete context", async () => {
    const { json, report } = await fixtures.run("tells-context", runtime, {
      invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:tells-context:live",
      clientContext: '{"custom":{"a":1}}',
      traceId: "Root=1-abc;Sampled=0",
      requestId: "6a9d0c4e-0000-4000-8000-000000000001",
    });
    expect(json).toMatchObject({
      functionName: "tells-context",
      functionVersion: "$LATEST",
      invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:tells-context:live",
      memoryLimitInMB: "256",
      awsRequestId: "6a9d0c4e-0000-4000-8000-000000000001",
      logGroupName: "/aws/lambda/tells-context",
      logStreamName: report.logStreamName,
      clientContext: { custom: { a: 1 } },
      hasTime: true,
      trace: "Root=1-abc;Sampled=0",
    });
    const { keys } = json as { keys: string[] };
    const callbackKeys = ["callbackWaitsForEmptyEventLoop", "succeed", "fail", "done"];
    if (runtime === "nodejs24.x") {
      expect(keys).toContain("xRayTraceId");
      expect(keys).not.toEqual(expect.arrayContaining(["done"]));
    } else expect(keys).toEqual(expect.arrayContaining(callbackKeys));
  });

  test("shows user code Lambda's environment and nothing else", async () => {
    const { json } = await fixtures.run("tells-environment", runtime, {
      environmentVariables: { STAGE: "test", TZ: "Europe/Berlin", AWS_REGION: "can't be set" },
    });
    const { env, cwd, execArgv } = json as { env: Record<string, string>; cwd: string; execArgv: string[] };
    const major = runtime.replace(/\D/g, "");
    expect(env).toMatchObject({
      STAGE: "test",
      TZ: "Europe/Berlin",
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: "tells-environment",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/tells-environment",
      _HANDLER: "index.handler",
      LAMBDA_TASK_ROOT: "/var/task",
      LAMBDA_RUNTIME_DIR: "/var/runtime",
      NODE_PATH: `/opt/nodejs/node${major}/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task`,
    });
    expect(Object.keys(env).filter((name) => name.startsWith("LAMBENT"))).toEqual([]);
    expect(env).not.toHaveProperty("AWS_ACCESS_KEY_ID");
    expect(cwd).toBe("/var/task");
    expect(json).toMatchObject({ collected: true });
    expect(execArgv).toEqual(expect.arrayContaining(["--max-semi-space-size=12", "--max-old-space-size=231"]));
  });

  test("writes each console level as one event, in order with raw output", async () => {
    const { lines, requestId } = await fixtures.run("logs", runtime);
    const loading = runtime === "nodejs24.x" ? "-" : "undefined";
    expect(withoutTime(lines)[1]).toBe(`TIME\t${loading}\tINFO\tloading`);
    expect(withoutTime(between(lines))).toEqual([
      `TIME\t${requestId}\tINFO\tone two { three: 3 }`,
      "raw one",
      `TIME\t${requestId}\tERROR\tfirst line\nsecond line`,
      "raw two",
      `TIME\t${requestId}\tTRACE\tt`,
      `TIME\t${requestId}\tDEBUG\td`,
      `TIME\t${requestId}\tINFO\ti`,
      `TIME\t${requestId}\tWARN\tw`,
      `TIME\t${requestId}\tFATAL\tf`,
      "unfinished",
    ]);
  });

  test("tells an exception with its type, message and trace", async () => {
    const { outcome, json, lines, requestId } = await fixtures.run("throws-error", runtime);
    expect(outcome).toMatchObject({ kind: "functionError", errorType: "TooBad" });
    expect(json).toEqual({
      errorType: "TooBad",
      errorMessage: "it went wrong",
      trace: ["TooBad: it went wrong", "    at Runtime.handler (file:///var/task/index.mjs:5:9)", ...traceBelow(json)],
    });
    const [line] = between(lines);
    expect(line).toMatch(ISO_TIME);
    const [prefix, told] = line!.split("\tInvoke Error \t");
    expect(prefix).toMatch(new RegExp(`\t${requestId}\tERROR$`));
    expect(JSON.parse(told!)).toMatchObject({ errorType: "TooBad", errorMessage: "it went wrong" });
    expect(lines.at(-1)).not.toContain("Status");
  });

  test("tells a thrown text as AWS does", async () => {
    const { payload } = await fixtures.run("throws-text", runtime);
    expect(payload).toBe('{"errorType":"string","errorMessage":"just text","trace":[]}');
  });

  test.each(["circular-response", "bigint-response"])("can't answer %s", async (name) => {
    const { outcome, json } = await fixtures.run(name, runtime);
    const errorType = runtime === "nodejs24.x" ? "Runtime.JSONStringifyError" : "Error";
    expect(outcome).toMatchObject({ kind: "functionError", errorType });
    expect(json).toMatchObject({ errorType, errorMessage: "Unable to stringify response body" });
  });

  test("answers 6 MB and 100 bytes, but not one byte more", async () => {
    const limit = 6_291_556;
    const largest = await fixtures.run("big-response", runtime, { event: { bytes: limit }, memoryMb: 512 }, "kept");
    expect(largest.outcome.kind).toBe("succeeded");
    expect(largest.payload).toHaveLength(limit);
    const tooLarge = await fixtures.run(
      "big-response",
      runtime,
      { event: { bytes: limit + 1 }, memoryMb: 512 },
      "kept",
    );
    expect(tooLarge.outcome).toMatchObject({ kind: "responseTooLarge", limitBytes: limit });
    expect(tooLarge.payload).toBe(
      '{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}',
    );
    expect(between(tooLarge.lines)[0]).toMatch(/Failed to post handler success response. Http response code: 413\.$/);
    expect(tooLarge.lines.at(-1)).toMatch(/Status: error\tError Type: Function.ResponseSizeTooLarge$/);
    expect(tooLarge.report.coldStart).toBe(false);
  });

  test("takes an event of 6 MB", async () => {
    const payload = Buffer.from(JSON.stringify("e".repeat(6_291_456 - 2)));
    const { outcome, payload: answer } = await fixtures.run("echoes", runtime, { payload, memoryMb: 512 });
    expect(outcome.kind).toBe("succeeded");
    expect(answer).toHaveLength(6_291_456);
  });

  test("gathers a streamed response", async () => {
    const { payload } = await fixtures.run("streams", runtime, { event: { a: 1 } });
    expect(payload).toBe('{"streamed":{"a":1}}');
    const { json } = await fixtures.run("streams", runtime, { handler: "index.unfinished" });
    expect(json).toMatchObject({ errorMessage: "Response stream is not finished." });
  });

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

  test("tells a promise that can never settle", async () => {
    const { outcome, json, requestId } = await fixtures.run("never-settles", runtime);
    expect(outcome).toMatchObject({ kind: "exited", exitCode: 13 });
    expect(json).toEqual({
      errorType: "Runtime.NodeJsExit",
      errorMessage: expect.stringMatching(
        `^RequestId: ${requestId} Error: The Lambda runtime client detected an unexpected Node.js exit code`,
      ),
    });
  });

  test("keeps the runtime's descriptors from child processes, and takes their output", async () => {
    const { json, lines } = await fixtures.run("child-process", runtime);
    const { descriptors } = json as { descriptors: number[] };
    expect(descriptors).not.toContain(4);
    expect(descriptors.length).toBeLessThanOrEqual(4);
    expect(between(lines).toSorted()).toEqual(["and its stderr", "from the child"]);
  });

  test("writes JSON lines when the function is configured so", async () => {
    const { lines, requestId } = await fixtures.run("logs", runtime, {
      environmentVariables: { AWS_LAMBDA_LOG_FORMAT: "JSON", AWS_LAMBDA_LOG_LEVEL: "INFO" },
    });
    const json = between(lines).filter((line) => line.startsWith("{"));
    expect(JSON.parse(json[0]!)).toEqual({
      timestamp: expect.stringMatching(ISO_TIME),
      level: "INFO",
      requestId,
      message: "one two { three: 3 }",
    });
    expect(json.map((line) => JSON.parse(line).level)).toEqual(["INFO", "ERROR", "INFO", "WARN", "FATAL"]);
  });
});

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
    expect(second.report.coldStart).toBe(true);
    expect(second.report.environmentId).not.toBe(first.report.environmentId);
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

function traceBelow(json: unknown): string[] {
  const below = (json as { trace: string[] }).trace.slice(2);
  // Whatever follows is the runtime's own.
  for (const line of below) expect(line).toMatch(/\/var\/runtime\/|node:internal|processTicks/);
  return below;
}

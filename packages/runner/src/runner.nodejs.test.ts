import type { RuntimeId } from "@lambent/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Fixtures } from "./testing/fixture-functions.ts";

const ISO_TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/;
const ALL: RuntimeId[] = ["nodejs20.x", "nodejs22.x", "nodejs24.x"];

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
      timeoutMs: 3000,
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

function traceBelow(json: unknown): string[] {
  const below = (json as { trace: string[] }).trace.slice(2);
  // Whatever follows is the runtime's own.
  for (const line of below) expect(line).toMatch(/\/var\/runtime\/|node:internal|processTicks/);
  return below;
}

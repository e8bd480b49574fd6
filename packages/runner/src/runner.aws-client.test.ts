import { existsSync } from "node:fs";
import { chmod, copyFile, cp, link, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NODE_DIRECTORY } from "./sandbox/sandbox.fixtures.ts";
import { type FixtureOptions, Fixtures } from "./testing/fixture-functions.ts";

/** Built by `pnpm test` (scripts/steps/runtime-client.mjs). */
const CLIENT = fileURLToPath(new URL("../node_modules/.cache/aws-lambda-ric-3.3.0", import.meta.url));
const BOOTSTRAP = `#!/bin/sh
exec /var/task/bin/node /var/task/node_modules/aws-lambda-ric/bin/index.mjs "$_HANDLER"
`;
const HANDLERS = `
let count = 0;
export const echo = async (event) => event;
export const counts = async () => ++count;
export const fails = async () => { throw new RangeError("too far"); };
export const exits = async () => process.exit(4);
export const slow = () => new Promise(() => setInterval(() => {}, 1000));
export const context = async (_event, { awsRequestId, invokedFunctionArn, clientContext, getRemainingTimeInMillis, ...rest }) => ({
  awsRequestId, invokedFunctionArn, clientContext, name: rest.functionName, memory: rest.memoryLimitInMB,
  log: rest.logGroupName, remains: getRemainingTimeInMillis() > 0, trace: process.env._X_AMZN_TRACE_ID, environment: process.env.AWS_EXECUTION_ENV ?? null,
});
export const logs = async () => { console.log("a line"); console.error("an error"); return null; };
export const large = async () => "x".repeat(6_300_000);
export const streams = awslambda.streamifyResponse(async (event, stream) => {
  stream.write("one ");
  stream.write("two");
  stream.end();
});
`;

describe.runIf(existsSync(CLIENT))("AWS's own runtime interface client for Node.js, as a custom runtime", () => {
  let fixtures: Fixtures;
  let codeDirectory: string;

  beforeAll(async () => {
    fixtures = await Fixtures.open();
    codeDirectory = await mkdtemp(join(tmpdir(), "lambent-aws-client-"));
    await chmod(codeDirectory, 0o755);
    await mkdir(join(codeDirectory, "bin"));
    const node = join(NODE_DIRECTORY, "bin/node");
    // 120 MB, on the same disk in most checkouts.
    await link(node, join(codeDirectory, "bin/node")).catch(() => copyFile(node, join(codeDirectory, "bin/node")));
    await cp(CLIENT, join(codeDirectory, "node_modules/aws-lambda-ric"), { recursive: true });
    await writeFile(join(codeDirectory, "bootstrap"), BOOTSTRAP);
    await chmod(join(codeDirectory, "bootstrap"), 0o755);
    await writeFile(join(codeDirectory, "index.mjs"), HANDLERS);
  });
  afterAll(async () => {
    await fixtures?.close();
    if (codeDirectory) await rm(codeDirectory, { recursive: true, force: true });
  });

  const run = (handler: string, options: FixtureOptions = {}, keep?: string) =>
    fixtures.run(
      "aws-client",
      "provided.al2023",
      { handler: `index.${handler}`, codeDirectory, timeoutMs: 10_000, ...options },
      keep,
    );

  test("an event comes back as it went", async () => {
    const event = { text: "ü €", list: [1, 2.5, null], deep: { a: [true] } };
    const { json, outcome } = await run("echo", { event });
    expect(outcome.kind).toBe("succeeded");
    expect(json).toEqual(event);
  });

  test("one environment serves several events", async () => {
    for (const count of [1, 2, 3, 4]) expect((await run("counts", {}, "several")).json).toBe(count);
  });

  test("the context has request, function, client and deadline", async () => {
    const invokedFunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:aws-client:live";
    const clientContext = '{"custom":{"who":"Zoë"}}';
    const traceId = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    const { json, requestId } = await run("context", { invokedFunctionArn, clientContext, traceId });
    expect(json).toEqual({
      awsRequestId: requestId,
      invokedFunctionArn,
      clientContext: { custom: { who: "Zoë" } },
      name: "aws-client",
      memory: "256",
      log: "/aws/lambda/aws-client",
      remains: true,
      trace: traceId,
      environment: null,
    });
  });

  test("an error has its type, message and stack, and the environment lives on", async () => {
    const { outcome, json } = await run("fails", {}, "fails");
    expect(outcome).toMatchObject({ kind: "functionError", errorType: "RangeError" });
    expect(json).toMatchObject({ errorType: "RangeError", errorMessage: "too far", trace: expect.any(Array) });
    const again = await run("fails", {}, "fails");
    expect(again.report.coldStart).toBe(false);
  });

  test("a handler that isn't there is an init error", async () => {
    const { outcome } = await run("missing");
    expect(outcome).toMatchObject({ kind: "initFailed", errorType: "Runtime.HandlerNotFound" });
  });

  test("an exit is told with its status", async () => {
    const { json, requestId } = await run("exits");
    expect(json).toEqual({
      errorType: "Runtime.ExitError",
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: exit status 4`,
    });
  });

  test("log lines carry the request id", async () => {
    const { lines, requestId } = await run("logs");
    expect(lines.some((line) => line.endsWith(`\t${requestId}\tINFO\ta line`))).toBe(true);
    expect(lines.some((line) => line.endsWith(`\t${requestId}\tERROR\tan error`))).toBe(true);
  });

  test("a response that is too large is told as on AWS", async () => {
    expect((await run("large", { memoryMb: 512 })).outcome.kind).toBe("responseTooLarge");
  });

  test("a streamed response comes as a whole", async () => {
    expect((await run("streams")).payload).toBe("one two");
  });

  test("past its timeout it is ended", async () => {
    expect((await run("slow", { timeoutMs: 1500 })).outcome.kind).toBe("timedOut");
  });
});

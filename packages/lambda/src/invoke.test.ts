import { type Outcome, PayloadTooLarge } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { createGate, succeeded } from "./fake-runner.fixture.ts";
import { getInvocation } from "./get-invocation.ts";
import { invocationResult, SHOWN_RESPONSE_LIMIT_BYTES } from "./invocation-result.ts";
import { invoke } from "./invoke.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import { listInvocations } from "./list-invocations.ts";
import { queryLogs } from "./query-logs.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
const bytes = (text: string) => new TextEncoder().encode(text);
const event = (text = "{}") => ({ functionName: "hello", payload: bytes(text) });

async function withHello() {
  const lambda = await openLambda();
  return { ...lambda, created: await settled(lambda.ports, createFunction(lambda.ports, HELLO)) };
}

test("hands the event's own bytes on and returns the function's", async () => {
  const { ports, runner, created } = await withHello();
  const result = invocationResult(await invoke(ports, event('{ "n" : 1.0 }')));
  expect(new TextDecoder().decode(runner.requests[0]?.payload)).toBe('{ "n" : 1.0 }');
  expect(result).toMatchObject({
    outcome: "succeeded",
    functionError: false,
    response: '{"n":1}',
    responseTruncated: false,
    executedVersion: "$LATEST",
    codeSha256: created.codeSha256,
    durationMs: 1.5,
    billedDurationMs: 2,
    initDurationMs: 20.25,
    memoryMb: 128,
    maxMemoryUsedMb: 36,
  });
  expect(result.requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const warm = invocationResult(await invoke(ports, event()));
  expect(warm).not.toHaveProperty("initDurationMs");
});

test("no payload is an empty event", async () => {
  const { ports, runner } = await withHello();
  await invoke(ports, event(""));
  expect(new TextDecoder().decode(runner.requests[0]?.payload)).toBe("{}");
});

test.each(["{", "abc", "{'a':1}", "\u00ff{}"])(
  "an event that isn't JSON is refused before anything runs: %s",
  async (text) => {
    const { ports, runner } = await withHello();
    await expect(invoke(ports, event(text))).rejects.toThrow(
      /^Could not parse request body into json: Could not parse payload into json: /,
    );
    expect(runner.requests).toHaveLength(0);
  },
);

test("bytes that are no UTF-8 are refused", async () => {
  const { ports } = await withHello();
  const payload = new Uint8Array([0x22, 0xff, 0x22]);
  await expect(invoke(ports, { functionName: "hello", payload })).rejects.toThrow(/^Could not parse request body/);
});

test("an event of 6 MB runs, one byte more is refused in AWS's words", async () => {
  const { ports, runner } = await withHello();
  const largest = `"${"a".repeat(6_291_456 - 2)}"`;
  await invoke(ports, event(largest));
  await expect(invoke(ports, event(`${largest} `))).rejects.toThrow(PayloadTooLarge);
  await expect(invoke(ports, event(`${largest} `))).rejects.toThrow(
    "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
  );
  expect(runner.requests).toHaveLength(1);
});

test("a missing function is named with its qualifier, as AWS does in this operation alone", async () => {
  const { ports } = await openLambda();
  await expect(invoke(ports, event())).rejects.toThrow(
    "Function not found: arn:aws:lambda:us-east-1:000000000000:function:hello:$LATEST",
  );
  // The refusal is not remembered: the function may be made a moment later.
  await settled(ports, createFunction(ports, HELLO));
  await invoke(ports, event());
});

test("the log tail goes from START to REPORT and leaves the init phase out", async () => {
  const { ports, runner } = await withHello();
  runner.handler = (_event, _spec, print) => {
    print("hello");
    return succeeded(null);
  };
  const { logTail, requestId } = await invoke(ports, event());
  expect(logTail.split("\n")).toEqual([
    `START RequestId: ${requestId} Version: $LATEST`,
    "hello",
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: 1.50 ms\tBilled Duration: 2 ms\t`,
    "",
  ]);
});

test("of a long log the tail is the last 4 KB, cut between characters", async () => {
  const { ports, runner } = await withHello();
  runner.handler = (_event, _spec, print) => {
    for (let line = 0; line < 5000; line++) print(`${line} ${"€".repeat(100)}`);
    return succeeded(null);
  };
  const { logTail } = await invoke(ports, event());
  const size = Buffer.byteLength(logTail);
  expect(size).toBeLessThanOrEqual(4096);
  expect(size).toBeGreaterThan(4090);
  expect(logTail).not.toContain("\ufffd");
  expect(logTail).toMatch(/REPORT RequestId: .*\t\n$/);
});

test("a response that is read in parts is recorded as any other, cut at the same length", async () => {
  const { ports, runner } = await withHello();
  const read: Uint8Array[] = [];
  const onResponse = { start: () => undefined, chunk: (bytes: Uint8Array) => void read.push(bytes) };
  for (const [length, recorded, truncated] of [
    [10, 12, false],
    [70_000, 65_536, true],
  ] as const) {
    runner.handler = () => succeeded("x".repeat(length));
    const { requestId, report, outcome } = await invoke(ports, { ...event(), onResponse });
    expect(read.splice(0).map((bytes) => bytes.byteLength)).toEqual([length + 2]);
    expect(report.streamed?.bytes).toBe(length + 2);
    expect(outcome).toEqual({ kind: "succeeded", payload: new Uint8Array() });
    const { record } = await getInvocation(ports, { requestId });
    expect([record.response.length, record.responseTruncated]).toEqual([recorded, truncated]);
  }
});

test("log and record of an invocation can be read at once", async () => {
  const { ports, runner } = await withHello();
  runner.handler = (_event, _spec, print) => {
    print("a line");
    return succeeded({ ok: true });
  };
  const { requestId } = await invoke(ports, { ...event('{"a":1}'), testEventName: "first" });
  const { record, log } = await getInvocation(ports, { requestId });
  expect(record).toMatchObject({
    requestId,
    functionName: "hello",
    outcome: "succeeded",
    coldStart: true,
    event: '{"a":1}',
    eventTruncated: false,
    response: '{"ok":true}',
    responseTruncated: false,
    testEventName: "first",
  });
  expect(log.map(({ message }) => message)).toContain("a line");
  expect(await listInvocations(ports, { functionName: "hello", limit: 10 })).toEqual([record]);
  const { events } = await queryLogs(ports, { functionName: "hello", limit: 100, requestId });
  expect(events.map(({ id }) => id)).toEqual(log.map(({ id }) => id));
});

test.each<[string, Outcome, object]>([
  [
    "a thrown error",
    { kind: "functionError", errorType: "TypeError", payload: bytes('{"errorType":"TypeError"}') },
    { functionError: true, errorType: "TypeError" },
  ],
  [
    "a failed import",
    { kind: "initFailed", errorType: "Runtime.ImportModuleError", payload: bytes("{}") },
    { functionError: true, errorType: "Runtime.ImportModuleError" },
  ],
  [
    "a timeout",
    { kind: "timedOut", limitMs: 3000, payload: bytes('{"errorType":"Sandbox.Timedout"}') },
    { functionError: true, errorType: "Sandbox.Timedout" },
  ],
  [
    "no memory left",
    { kind: "outOfMemory", limitMb: 128, payload: bytes('{"errorType":"Runtime.OutOfMemory"}') },
    { functionError: true, errorType: "Runtime.OutOfMemory" },
  ],
  [
    "an exit",
    { kind: "exited", exitCode: 1, signal: null, payload: bytes('{"errorType":"Runtime.ExitError"}') },
    { functionError: true, errorType: "Runtime.ExitError" },
  ],
  [
    "too large a response",
    {
      kind: "responseTooLarge",
      limitBytes: 6_291_556,
      payload: bytes('{"errorType":"Function.ResponseSizeTooLarge"}'),
    },
    { functionError: true, errorType: "Function.ResponseSizeTooLarge" },
  ],
  [
    "a throttle by the host",
    { kind: "throttled", reason: "ConcurrentInvocationLimitExceeded" },
    { functionError: false, throttleReason: "ConcurrentInvocationLimitExceeded", response: "" },
  ],
  [
    "a fault of the host",
    { kind: "sandboxFault", message: "The disk is full." },
    { functionError: false, response: "The disk is full." },
  ],
])("%s is a result, not an exception", async (_name, outcome, expected) => {
  const { ports, runner } = await withHello();
  runner.handler = () => outcome;
  expect(invocationResult(await invoke(ports, event()))).toMatchObject({ outcome: outcome.kind, ...expected });
});

test("a response of megabytes is shown cut, and says so", async () => {
  const { ports, runner } = await withHello();
  runner.handler = () => succeeded("€".repeat(1_000_000));
  const { response, responseTruncated } = invocationResult(await invoke(ports, event()));
  expect(responseTruncated).toBe(true);
  expect(Buffer.byteLength(response)).toBeLessThanOrEqual(SHOWN_RESPONSE_LIMIT_BYTES);
  expect(response).not.toContain("\ufffd");
});

test("a warm invocation asks the database nothing", async () => {
  const { ports } = await withHello();
  await invoke(ports, event());
  await ports.store.close();
  const { report } = await invoke(ports, event());
  expect(report.coldStart).toBe(false);
});

test("what runs at once is counted in the metrics", async () => {
  const { ports, runner } = await withHello();
  const gate = createGate();
  runner.handler = async () => {
    await gate.opened;
    return succeeded(null);
  };
  const three = [1, 2, 3].map(() => invoke(ports, event()));
  await expect.poll(() => runner.requests.length).toBe(3);
  gate.open();
  await Promise.all(three);
  const now = Date.now();
  const points = await ports.telemetry.metrics.query({
    functionArn: "arn:aws:lambda:us-east-1:000000000000:function:hello",
    startMs: now - 3_600_000,
    endMs: now + 60_000,
    periodSeconds: 3600,
  });
  expect(Math.max(...points.map((point) => point.concurrentExecutionsMax))).toBe(3);
  expect(points.reduce((sum, { invocations }) => sum + invocations, 0)).toBe(3);
});

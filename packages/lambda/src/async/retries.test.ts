import { type Outcome, SandboxFailure } from "@lambent/model";
import { expect, test } from "vitest";
import { deleteFunctions } from "../delete-functions.ts";
import { succeeded } from "../fake-runner.fixture.ts";
import { putFunctionConcurrency } from "../put-function-concurrency.ts";
import { putFunctionEventInvokeConfig } from "../put-function-event-invoke-config.ts";
import { HOUR_MS, MINUTE_MS, openAsyncLambda, SECOND_MS } from "./async-lambda.fixture.ts";

const failed: Outcome = {
  kind: "functionError",
  errorType: "Error",
  payload: new TextEncoder().encode('{"errorType":"Error","errorMessage":"no","trace":[]}'),
};
const fault: Outcome = { kind: "sandboxFault", message: "The disk is full." };

test("an event runs once when it succeeds, by the request id that its caller was given, and leaves the queue", async () => {
  const { send, runsOf, runner, queued, advance } = await openAsyncLambda(["hello"]);
  const requestId = await send("hello", { n: 1 });
  expect(runner.requests.map((request) => request.requestId)).toEqual([requestId]);
  expect(await runsOf("hello")).toMatchObject([
    { requestId, outcome: "succeeded", event: '{"n":1}', invocationType: "Event", attempt: 1 },
  ]);
  expect(await queued()).toBe(0);
  await advance(7 * HOUR_MS);
  expect(runner.requests).toHaveLength(1);
});

test("client context and lineage come with the event", async () => {
  const { send, runner } = await openAsyncLambda(["hello"]);
  await send("hello", {}, { clientContext: '{"custom":{}}', lineage: "0123abcd:3" });
  const [request] = runner.requests;
  expect(request?.clientContext).toBe('{"custom":{}}');
  expect(request?.traceId).toMatch(
    /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=0123abcd:3\|[0-9a-f]{8}:1$/,
  );
});

test("a function error is tried again after one minute and after two more, all with the same request id", async () => {
  const { send, runsOf, runner, advance, queued } = await openAsyncLambda(["hello"]);
  runner.handler = () => failed;
  const requestId = await send("hello");
  const attempts = () => runner.requests.length;
  expect(attempts()).toBe(1);
  await advance(MINUTE_MS - 1);
  expect(attempts()).toBe(1);
  await advance(1);
  expect(attempts()).toBe(2);
  await advance(2 * MINUTE_MS - 1);
  expect(attempts()).toBe(2);
  await advance(1);
  expect(attempts()).toBe(3);
  expect(await queued()).toBe(0);
  await advance(7 * HOUR_MS);
  expect((await runsOf("hello")).map((run) => [run.requestId, run.attempt])).toEqual([
    [requestId, 1],
    [requestId, 2],
    [requestId, 3],
  ]);
});

test.each<[string, Outcome]>([
  ["a failed start", { kind: "initFailed", errorType: "Runtime.ImportModuleError", payload: failed.payload }],
  ["a timeout", { kind: "timedOut", limitMs: 3_000, payload: failed.payload }],
  ["no memory left", { kind: "outOfMemory", limitMb: 128, payload: failed.payload }],
  ["an exit", { kind: "exited", exitCode: 1, signal: null, payload: failed.payload }],
  ["too large a response", { kind: "responseTooLarge", limitBytes: 6_291_556, payload: failed.payload }],
])("%s is a function error: it is tried again twice", async (_name, outcome) => {
  const { send, runner, advance } = await openAsyncLambda(["hello"]);
  runner.handler = () => outcome;
  await send("hello");
  await advance(HOUR_MS);
  expect(runner.requests).toHaveLength(3);
});

test.each([0, 1, 2])("of maximumRetryAttempts %i as many are made", async (maximumRetryAttempts) => {
  const { ports, send, runner, advance } = await openAsyncLambda(["hello"]);
  runner.handler = () => failed;
  await putFunctionEventInvokeConfig(ports, { functionName: "hello", maximumRetryAttempts });
  await send("hello");
  await advance(HOUR_MS);
  expect(runner.requests).toHaveLength(1 + maximumRetryAttempts);
});

test("a configuration takes effect on events that are queued already", async () => {
  const { ports, send, runner, advance, queued } = await openAsyncLambda(["hello"]);
  runner.handler = () => failed;
  await send("hello");
  await putFunctionEventInvokeConfig(ports, { functionName: "hello", maximumRetryAttempts: 1 });
  await advance(MINUTE_MS);
  expect(runner.requests).toHaveLength(2);
  expect(await queued()).toBe(0);
});

test("throttles come back after 1 s, 2 s, 4 s … 5 min, use up no retry and end with the maximum age", async () => {
  const { ports, send, runner, advance, queued, time } = await openAsyncLambda(["hello"]);
  const throttledAtMs: number[] = [];
  runner.handler = () => {
    throttledAtMs.push(time.nowMs());
    return { kind: "throttled", reason: "ConcurrentInvocationLimitExceeded" };
  };
  await send("hello");
  await advance(HOUR_MS);
  const delays = throttledAtMs.slice(1).map((atMs, index) => (atMs - throttledAtMs[index]!) / SECOND_MS);
  expect(delays.slice(0, 11)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  expect(await queued()).toBe(1);
  // There is room again: all three attempts of a failing function are still its own.
  runner.handler = () => failed;
  const before = runner.requests.length;
  await advance(HOUR_MS);
  expect(runner.requests.length - before).toBe(3);
  expect(await queued()).toBe(0);

  runner.handler = () => ({ kind: "throttled", reason: "ConcurrentInvocationLimitExceeded" });
  await putFunctionEventInvokeConfig(ports, { functionName: "hello", maximumEventAgeInSeconds: 60 });
  const startMs = time.nowMs();
  await send("hello");
  while ((await queued()) > 0) await advance(SECOND_MS);
  // After 1 + 2 + 4 + 8 + 16 s the next pause, 32 s, would end too late: it isn't waited for.
  expect(time.nowMs() - startMs).toBe(31 * SECOND_MS);
});

test("faults of the host and of the service itself come back as throttles do", async () => {
  const { ports, send, runner, advance, runsOf, queued, faults } = await openAsyncLambda(["hello"]);
  runner.handler = () => fault;
  await send("hello");
  await advance(SECOND_MS);
  expect(await queued()).toBe(1);
  const { invoke } = runner;
  runner.invoke = () => Promise.reject(new SandboxFailure("No sandbox."));
  await advance(2 * SECOND_MS);
  runner.invoke = () => Promise.reject(new TypeError("broken"));
  await advance(4 * SECOND_MS);
  expect(faults).toEqual([new TypeError("broken")]); // the others were told as refusals
  runner.invoke = invoke;
  runner.handler = () => succeeded("at last");
  await advance(8 * SECOND_MS);
  expect(await queued()).toBe(0);
  expect((await runsOf("hello")).at(-1)).toMatchObject({ outcome: "succeeded", attempt: 1 });
  const points = await ports.telemetry.metrics.query({
    functionArn: "arn:aws:lambda:us-east-1:000000000000:function:hello",
    startMs: Date.UTC(2025, 0, 31),
    endMs: Date.UTC(2025, 1, 1),
    periodSeconds: 86_400,
  });
  expect(points).toMatchObject([{ asyncEventsReceived: 1, asyncEventsDropped: 0, asyncEventAgeMaxMs: 15_000 }]);
});

test("the age is judged ahead: a retry that would come too late isn't waited for", async () => {
  const { ports, send, runner, queued } = await openAsyncLambda(["hello"]);
  runner.handler = () => failed;
  await putFunctionEventInvokeConfig(ports, { functionName: "hello", maximumEventAgeInSeconds: 60 });
  await send("hello");
  expect(await queued()).toBe(1); // 60 s are just in time
  const second = await openAsyncLambda(["slow"]);
  await putFunctionEventInvokeConfig(second.ports, { functionName: "slow", maximumEventAgeInSeconds: 60 });
  second.runner.handler = async () => {
    await second.time.advance(1, async () => {}); // the run takes its time
    return failed;
  };
  await second.send("slow");
  expect(await second.queued()).toBe(0);
});

test("an event that got too old while no server ran isn't run any more", async () => {
  const { ports, send, runner, advance, queued, stop, start } = await openAsyncLambda(["hello"]);
  await stop();
  await send("hello");
  await advance(6 * HOUR_MS);
  await start();
  expect(runner.requests).toHaveLength(1); // six hours are the most
  await stop();
  await send("hello");
  await putFunctionEventInvokeConfig(ports, { functionName: "hello", maximumEventAgeInSeconds: 60 });
  await advance(MINUTE_MS + 1);
  await start();
  expect(runner.requests).toHaveLength(1);
  expect(await queued()).toBe(0);
});

test("a server takes up what an earlier one has left: events that are due at once, retries at their time", async () => {
  const { send, runner, advance, queued, stop, start } = await openAsyncLambda(["hello", "other"]);
  runner.handler = () => failed;
  await send("hello");
  await stop();
  await send("other");
  await start();
  expect(runner.requests).toHaveLength(2);
  await advance(MINUTE_MS);
  expect(runner.requests).toHaveLength(4);
  expect(await queued()).toBe(2);
});

test("what is cut off by the end of the server is queued as if it had never been tried", async () => {
  const { send, runner, ports, queued, stop, start, runsOf } = await openAsyncLambda(["hello"]);
  let end = () => {};
  runner.handler = () => new Promise((resolve) => (end = () => resolve(fault)));
  void send("hello");
  await expect.poll(() => runner.requests.length).toBe(1);
  const stopping = stop();
  end();
  await stopping;
  expect(await queued()).toBe(1);
  runner.handler = () => succeeded(null);
  await start();
  expect(await queued()).toBe(0);
  expect((await runsOf("hello")).at(-1)).toMatchObject({ attempt: 1, outcome: "succeeded" });
  expect(ports.clock.now().getTime()).toBe(Date.UTC(2025, 0, 31, 12, 34, 56, 789)); // without any pause
});

test("a deleted function's events end, and a new one of that name doesn't get them", async () => {
  const { ports, send, runner, advance, queued } = await openAsyncLambda(["hello"]);
  runner.handler = () => failed;
  await send("hello");
  await deleteFunctions(ports, { functionNames: ["hello"] });
  expect(await queued()).toBe(0);
  await advance(HOUR_MS);
  expect(runner.requests).toHaveLength(1);
});

test("an event whose function was deleted while no server ran ends without a run", async () => {
  const { ports, send, runner, queued, stop, start } = await openAsyncLambda(["hello"]);
  await stop();
  await send("hello");
  await ports.store.functions.delete(ports.scope, "hello"); // and the server was killed before it dropped the events
  ports.definitions.invalidate("hello");
  await start();
  expect(runner.requests).toHaveLength(0);
  expect(await queued()).toBe(0);
});

test("reserved concurrency 0 ends the events at once", async () => {
  const { ports, send, runner, queued } = await openAsyncLambda(["hello"]);
  await putFunctionConcurrency(ports, { functionName: "hello", reservedConcurrentExecutions: 0 });
  await send("hello");
  expect(runner.requests).toHaveLength(0);
  expect(await queued()).toBe(0);
});

test("while nothing is queued there is neither timer nor read", async () => {
  const { ports, send, runner, advance, time } = await openAsyncLambda(["hello", "other"]);
  runner.handler = () => failed;
  await send("hello");
  expect(time.pending).toBe(1);
  await advance(HOUR_MS);
  expect(time.pending).toBe(0);
  const { queuedEvents } = ports.store;
  const due = queuedEvents.due.bind(queuedEvents);
  let reads = 0;
  queuedEvents.due = (...query) => {
    reads += 1;
    return due(...query);
  };
  await advance(24 * HOUR_MS);
  expect(reads).toBe(0);
});

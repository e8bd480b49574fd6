import type { Outcome } from "@lambent/model";
import { expect, test } from "vitest";
import { createGate, succeeded } from "../fake-runner.fixture.ts";
import { invoke } from "../invoke.ts";
import { putFunctionConcurrency } from "../put-function-concurrency.ts";
import { HOUR_MS, openAsyncLambda, SECOND_MS } from "./async-lambda.fixture.ts";

const nothing = new TextEncoder().encode("{}");

/** Many events at once, all on disk. */
async function flood({ ports }: Awaited<ReturnType<typeof openAsyncLambda>>, functionName: string, count: number) {
  const acceptedMs = ports.clock.now().getTime();
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      ports.store.queuedEvents.add({
        scope: ports.scope,
        functionName,
        qualifier: "$LATEST",
        requestId: `${functionName}-${index}`,
        payload: new TextEncoder().encode(String(index)),
        acceptedMs,
      }),
    ),
  );
}

test("a function's backlog keeps no other function waiting", async () => {
  const lambda = await openAsyncLambda(["busy", "other", "third"]);
  const { runner, stop, start } = lambda;
  await stop();
  await flood(lambda, "busy", 500);
  await flood(lambda, "other", 3);
  await flood(lambda, "third", 3);
  await start();
  const order = runner.requests.map(({ invokedFunctionArn }) => invokedFunctionArn.split(":").at(-1));
  expect(order.filter((name) => name === "busy")).toHaveLength(500);
  // Each of the few had its turn as soon as its events were read.
  expect(order.lastIndexOf("other")).toBeLessThan(100);
  expect(order.lastIndexOf("third")).toBeLessThan(100);
});

test("a backlog that hangs leaves room to others, and one of the account's half to whoever comes next", async () => {
  const lambda = await openAsyncLambda(["hangs", "other"], { accountConcurrency: 20 });
  const { runner, stop, start, ports, time } = lambda;
  const gate = createGate();
  runner.handler = async (_event, { functionName }) => {
    if (functionName === "hangs") await gate.opened;
    return succeeded(null);
  };
  await stop();
  await flood(lambda, "hangs", 50);
  const started = start();
  const running = () => runner.requests.filter(({ invokedFunctionArn }) => invokedFunctionArn.endsWith("hangs")).length;
  await expect.poll(running).toBe(8);
  for (let second = 0; second < 20; second++) await time.advance(SECOND_MS, async () => {});
  await expect.poll(running).toBe(10);
  await flood(lambda, "other", 5);
  await expect.poll(() => runner.requests.length).toBe(15);
  await invoke(ports, { functionName: "other", payload: nothing }); // and those who wait for an answer aren't throttled
  gate.open();
  await started;
  expect(running()).toBe(50);
});

test("a backlog takes what concurrency there is, and few of its events meet a throttle", async () => {
  const lambda = await openAsyncLambda(["narrow"]);
  const { runner, ports, stop, start, advance, queued } = lambda;
  await putFunctionConcurrency(ports, { functionName: "narrow", reservedConcurrentExecutions: 2 });
  let now = 0;
  let most = 0;
  runner.handler = async () => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
    return succeeded(null);
  };
  await stop();
  await flood(lambda, "narrow", 200);
  await start();
  expect(most).toBe(2);
  await advance(HOUR_MS);
  expect(await queued()).toBe(0);
  expect(runner.requests).toHaveLength(200);
  const [point] = await ports.telemetry.metrics.query({
    functionArn: "arn:aws:lambda:us-east-1:000000000000:function:narrow",
    startMs: Date.UTC(2025, 0, 31),
    endMs: Date.UTC(2025, 1, 1),
    periodSeconds: 86_400,
  });
  expect(point?.throttles).toBeGreaterThan(0);
  expect(point?.throttles).toBeLessThan(30);
});

test("no event runs twice at the same time, whatever is read meanwhile", async () => {
  const lambda = await openAsyncLambda(["hello"]);
  const { runner, queued, idle } = lambda;
  const running = new Set<unknown>();
  const seen: unknown[] = [];
  runner.handler = async (event): Promise<Outcome> => {
    expect(running).not.toContain(event);
    running.add(event);
    seen.push(event);
    await new Promise((resolve) => setTimeout(resolve, Number(event) % 7));
    running.delete(event);
    return succeeded(null);
  };
  for (let wave = 0; wave < 5; wave++) await flood(lambda, "hello", 100);
  await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(500);
  await idle();
  expect(await queued()).toBe(0);
  expect(seen.sort((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: 500 }, (_, index) => Math.floor(index / 5)),
  );
});

test("events of a megabyte are read a few at a time, and all of them run", async () => {
  const lambda = await openAsyncLambda(["large"]);
  const { ports, runner, stop, start, queued } = lambda;
  let held = 0;
  const { queuedEvents } = ports.store;
  const due = queuedEvents.due.bind(queuedEvents);
  queuedEvents.due = async (...query) => {
    const found = await due(...query);
    held = Math.max(held, found.events.length);
    return found;
  };
  await stop();
  const payload = new TextEncoder().encode(`"${"x".repeat(700_000)}"`);
  for (let index = 0; index < 12; index++) {
    const event = { scope: ports.scope, functionName: "large", qualifier: "$LATEST", requestId: `r${index}` };
    await queuedEvents.add({ ...event, payload, acceptedMs: ports.clock.now().getTime() });
  }
  await start();
  expect(held).toBe(1);
  expect(runner.requests).toHaveLength(12);
  queuedEvents.due = due;
  expect(await queued()).toBe(0);
});

test("large events that hang keep no other function waiting", async () => {
  const lambda = await openAsyncLambda(["other", ...Array.from({ length: 12 }, (_, index) => `large-${index}`)]);
  const { ports, runner, start, stop, send } = lambda;
  const gate = createGate();
  runner.handler = async (_event, { functionName }) => {
    if (functionName !== "other") await gate.opened;
    return succeeded(null);
  };
  await stop();
  const payload = new TextEncoder().encode(`"${"x".repeat(1_000_000)}"`);
  const acceptedMs = ports.clock.now().getTime();
  for (let index = 0; index < 96; index++) {
    const large = { scope: ports.scope, functionName: `large-${index % 12}`, qualifier: "$LATEST" };
    await ports.store.queuedEvents.add({ ...large, requestId: `r${index}`, payload, acceptedMs });
  }
  const started = start();
  // What is held is about 64 MiB by then.
  await expect.poll(() => runner.requests.length).toBeGreaterThanOrEqual(64);
  void send("other");
  const others = () => runner.requests.filter(({ invokedFunctionArn }) => invokedFunctionArn.endsWith("other")).length;
  await expect.poll(others).toBe(1);
  gate.open();
  await started;
  expect(runner.requests).toHaveLength(97);
});

import { FunctionNotFound, InvalidParameterValue, ResourceConflict } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { deleteFunctionConcurrency } from "./delete-function-concurrency.ts";
import { deleteFunctions } from "./delete-functions.ts";
import { createGate, succeeded } from "./fake-runner.fixture.ts";
import { getAccountSettings } from "./get-account-settings.ts";
import { getFunction } from "./get-function.ts";
import { getFunctionConcurrency } from "./get-function-concurrency.ts";
import { invocationResult } from "./invocation-result.ts";
import { invoke } from "./invoke.ts";
import { openLambda, settled, type TestLambda } from "./lambda.fixture.ts";
import { listInvocations } from "./list-invocations.ts";
import { listLogStreams } from "./list-log-streams.ts";
import { createPorts, type Ports } from "./ports.ts";
import { putFunctionConcurrency } from "./put-function-concurrency.ts";
import { queryMetrics } from "./query-metrics.ts";

const ARN = "arn:aws:lambda:us-east-1:000000000000:function";
const TOO_LOW =
  "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].";

async function withFunctions(names: readonly string[], accountConcurrency?: number): Promise<TestLambda> {
  const lambda = await openLambda({ accountConcurrency });
  for (const functionName of names) {
    await settled(
      lambda.ports,
      createFunction(lambda.ports, { functionName, runtime: "nodejs20.x", architecture: "x86_64" }),
    );
  }
  return lambda;
}

const reserve = (ports: Ports, functionName: string, reservedConcurrentExecutions: number) =>
  putFunctionConcurrency(ports, { functionName, reservedConcurrentExecutions });
const run = (ports: Ports, functionName: string) =>
  invoke(ports, { functionName, payload: new TextEncoder().encode("{}") });
/** Ports over the same rooms, as a start after a stop makes them. */
const restart = ({ scope, store, telemetry, runner }: Ports, accountConcurrency?: number) =>
  createPorts({ scope, store, telemetry, runner, accountConcurrency });
const unreserved = async (ports: Ports) =>
  (await getAccountSettings(ports)).accountLimit.unreservedConcurrentExecutions;

test("a reservation is put, read and given back, and the account says what is left", async () => {
  const { ports } = await withFunctions(["hello"]);
  const hello = { functionName: "hello" };
  const { revisionId } = (await getFunction(ports, hello)).configuration;
  expect(await getFunctionConcurrency(ports, hello)).toEqual({});
  expect(await reserve(ports, "hello", 300)).toEqual({ reservedConcurrentExecutions: 300 });
  expect(await getFunctionConcurrency(ports, hello)).toEqual({ reservedConcurrentExecutions: 300 });
  expect((await getFunction(ports, hello)).concurrency).toEqual({ reservedConcurrentExecutions: 300 });
  expect(await getAccountSettings(ports)).toEqual({
    accountLimit: {
      concurrentExecutions: 1000,
      unreservedConcurrentExecutions: 700,
      codeSizeZippedBytes: 52_428_800,
      codeSizeUnzippedBytes: 262_144_000,
    },
    accountUsage: { functionCount: 1, codeSizeBytes: expect.any(Number) },
  });
  await deleteFunctionConcurrency(ports, hello);
  await deleteFunctionConcurrency(ports, hello); // as on AWS, nothing to give back is no error
  expect(await getFunctionConcurrency(ports, hello)).toEqual({});
  expect(await unreserved(ports)).toBe(1000);
  expect((await getFunction(ports, hello)).configuration.revisionId).toBe(revisionId);
});

test("at least 100 stay unreserved: 900 can be reserved in all, one more is refused in AWS's words", async () => {
  const { ports } = await withFunctions(["a", "b"]);
  await expect(reserve(ports, "a", 901)).rejects.toThrow(new InvalidParameterValue(TOO_LOW));
  await reserve(ports, "a", 900);
  await expect(reserve(ports, "b", 1)).rejects.toThrow(TOO_LOW);
  expect(await getFunctionConcurrency(ports, { functionName: "b" })).toEqual({});
  await reserve(ports, "b", 0); // takes nothing from the others
  await reserve(ports, "a", 500); // its own reservation counts as free
  await reserve(ports, "b", 400);
  expect(await unreserved(ports)).toBe(100);
});

test("two functions that reserve at once don't both get what is there for one", async () => {
  const { ports } = await withFunctions(["a", "b"]);
  const results = await Promise.allSettled([reserve(ports, "a", 600), reserve(ports, "b", 600)]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect(await unreserved(ports)).toBe(400);
});

test("an account that was made smaller keeps its reservations, and lets them be lowered", async () => {
  const { ports } = await withFunctions(["a"]);
  await reserve(ports, "a", 500);
  const smaller = await restart(ports, 200);
  expect(await unreserved(smaller)).toBe(0);
  await expect(reserve(smaller, "a", 501)).rejects.toThrow(TOO_LOW);
  await reserve(smaller, "a", 80);
  expect(await unreserved(smaller)).toBe(120);
});

test("a function that is not there is named as AWS names it in each operation", async () => {
  const { ports } = await openLambda();
  const nobody = { functionName: "nobody" };
  await expect(reserve(ports, "nobody", 1)).rejects.toThrow(new FunctionNotFound(`${ARN}:nobody:$LATEST`));
  await expect(getFunctionConcurrency(ports, nobody)).rejects.toThrow(new FunctionNotFound(`${ARN}:nobody`));
  await expect(deleteFunctionConcurrency(ports, nobody)).rejects.toThrow(new FunctionNotFound(`${ARN}:nobody`));
});

test("while another change of the function is in progress, it is refused as a conflict", async () => {
  const { ports } = await withFunctions(["hello"]);
  const gate = createGate();
  const change = ports.updateLocks.hold(`${ARN}:hello`, () => gate.opened);
  await expect(reserve(ports, "hello", 1)).rejects.toThrow(ResourceConflict);
  await expect(deleteFunctionConcurrency(ports, { functionName: "hello" })).rejects.toThrow(ResourceConflict);
  gate.open();
  await change;
  await reserve(ports, "hello", 1);
});

test("a reservation of 0 throttles at once; given back, the function runs again", async () => {
  const { ports, runner } = await withFunctions(["hello", "other"]);
  await run(ports, "hello");
  await reserve(ports, "hello", 0);
  const throttled = invocationResult(await run(ports, "hello"));
  expect(throttled).toMatchObject({
    outcome: "throttled",
    functionError: false,
    throttleReason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    throttleLimit: 0,
    response: "",
    logTail: "",
  });
  expect((await run(ports, "other")).outcome.kind).toBe("succeeded");
  await deleteFunctionConcurrency(ports, { functionName: "hello" });
  expect((await run(ports, "hello")).outcome.kind).toBe("succeeded");
  expect(runner.requests).toHaveLength(3);
});

test("a throttle is counted, and is no invocation: no record, no log, no concurrency", async () => {
  const { ports } = await withFunctions(["hello"]);
  await reserve(ports, "hello", 0);
  await run(ports, "hello");
  await run(ports, "hello");
  expect(await listInvocations(ports, { functionName: "hello", limit: 10 })).toEqual([]);
  expect(await listLogStreams(ports, { functionName: "hello" })).toEqual([]);
  const now = Date.now();
  const points = await queryMetrics(ports, {
    functionName: "hello",
    startMs: now - 3_600_000,
    endMs: now + 60_000,
    periodSeconds: 3600,
  });
  const sum = (of: (point: (typeof points)[number]) => number) => points.reduce((total, point) => total + of(point), 0);
  expect(sum(({ throttles }) => throttles)).toBe(2);
  expect(
    sum(({ invocations, errors, concurrentExecutionsMax }) => invocations + errors + concurrentExecutionsMax),
  ).toBe(0);
});

test("a hot function is held to what is unreserved, and a reserved one still runs", async () => {
  const { ports, runner } = await withFunctions(["hot", "kept"], 105);
  await reserve(ports, "kept", 5);
  const gate = createGate();
  runner.handler = async () => {
    await gate.opened;
    return succeeded(null);
  };
  const hot = Array.from({ length: 103 }, () => run(ports, "hot"));
  const kept = Array.from({ length: 6 }, () => run(ports, "kept"));
  await expect.poll(() => runner.requests.length).toBe(105);
  gate.open();
  const reasons = async (runs: Promise<{ outcome: { kind: string; reason?: string } }>[]) =>
    (await Promise.all(runs)).flatMap(({ outcome }) => (outcome.kind === "throttled" ? [outcome.reason] : []));
  expect(await reasons(hot)).toEqual(Array(3).fill("ConcurrentInvocationLimitExceeded"));
  expect(await reasons(kept)).toEqual(["ReservedFunctionConcurrentInvocationLimitExceeded"]);
});

test("reservations hold from the first invocation after a restart", async () => {
  const { ports } = await withFunctions(["hello"]);
  await reserve(ports, "hello", 0);
  const restarted = await restart(ports);
  expect((await run(restarted, "hello")).outcome.kind).toBe("throttled");
});

test("a deleted function gives its reservation back, and a new one of its name has none", async () => {
  const { ports } = await withFunctions(["hello"]);
  await reserve(ports, "hello", 0);
  await reserve(ports, "hello", 400);
  await deleteFunctions(ports, { functionNames: ["hello"] });
  expect(await unreserved(ports)).toBe(1000);
  await settled(ports, createFunction(ports, { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" }));
  expect(await getFunctionConcurrency(ports, { functionName: "hello" })).toEqual({});
  expect((await run(ports, "hello")).outcome.kind).toBe("succeeded");
});

test("a throttled invocation waits for no database", async () => {
  const { ports } = await withFunctions(["hello"]);
  await run(ports, "hello");
  await reserve(ports, "hello", 0);
  await ports.store.close();
  expect((await run(ports, "hello")).outcome.kind).toBe("throttled");
});

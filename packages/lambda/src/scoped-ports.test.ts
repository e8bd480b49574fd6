import { DEFAULT_SCOPE, type Scope } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { createGate, succeeded } from "./fake-runner.fixture.ts";
import { functionSettled } from "./function-settled.ts";
import { getFunction } from "./get-function.ts";
import { invoke } from "./invoke.ts";
import { openLambda } from "./lambda.fixture.ts";
import { listLogStreams } from "./list-log-streams.ts";
import { putFunctionConcurrency } from "./put-function-concurrency.ts";
import { queryLogs } from "./query-logs.ts";
import { createScopedPorts } from "./scoped-ports.ts";

const hello = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
const OTHER: Scope = { accountId: "111122223333", region: "eu-west-1" };
const payload = new TextEncoder().encode("{}");

async function openScopes(cachedMax?: number) {
  const { ports, runner } = await openLambda();
  const { store, telemetry } = ports;
  const rooms = { store, telemetry, runner, accountConcurrency: 200 };
  return { scopes: createScopedPorts(rooms, cachedMax), again: createScopedPorts(rooms), runner };
}

test("the same name in two scopes is two functions, with logs and concurrency of their own", async () => {
  const { scopes, runner } = await openScopes();
  const [one, other] = await Promise.all([scopes.of(DEFAULT_SCOPE), scopes.of(OTHER)]);
  await createFunction(one, hello);
  await functionSettled(one, hello);
  await createFunction(other, hello);
  await functionSettled(other, hello);
  await putFunctionConcurrency(other, { functionName: "hello", reservedConcurrentExecutions: 50 });
  expect([one.concurrency.unreservedConcurrency, other.concurrency.unreservedConcurrency]).toEqual([200, 150]);

  runner.handler = (_event, spec, print) => {
    print(`runs in ${spec.accountId}`);
    return succeeded(spec.region);
  };
  await invoke(one, { functionName: "hello", payload });
  await invoke(other, { functionName: "hello", payload });
  const said = async (ports: typeof one) =>
    (await queryLogs(ports, { functionName: "hello", filter: "runs", limit: 100 })).events.map(
      ({ message }) => message,
    );
  expect(await said(one)).toEqual(["runs in 000000000000"]);
  expect(await said(other)).toEqual(["runs in 111122223333"]);
  expect(await listLogStreams(other, { functionName: "hello" })).toHaveLength(1);
  const { configuration } = await getFunction(other, { functionName: "hello" });
  expect(configuration.functionArn).toBe("arn:aws:lambda:eu-west-1:111122223333:function:hello");
});

test("a scope's ports are made once, and read its reservations", async () => {
  const { scopes, again } = await openScopes();
  const [first, second] = await Promise.all([scopes.of(OTHER), scopes.of({ ...OTHER })]);
  expect(first).toBe(second);
  await createFunction(first, hello);
  await functionSettled(first, hello);
  await putFunctionConcurrency(first, { functionName: "hello", reservedConcurrentExecutions: 30 });
  expect((await again.of(OTHER)).concurrency.unreservedConcurrency).toBe(170);
});

test("of many scopes the longest unused goes, but none in which something runs", async () => {
  const { scopes, runner } = await openScopes(2);
  const scope = (number: number): Scope => ({ ...OTHER, accountId: String(number).padStart(12, "0") });
  const busy = await scopes.of(scope(1));
  const idle = await scopes.of(scope(2));
  await createFunction(busy, hello);
  await functionSettled(busy, hello);
  const gate = createGate();
  runner.handler = async () => {
    await gate.opened;
    return succeeded(1);
  };
  const running = invoke(busy, { functionName: "hello", payload });
  await expect.poll(() => busy.concurrency.running).toBe(1);
  await scopes.of(scope(3));
  expect(await scopes.of(scope(1))).toBe(busy);
  expect(await scopes.of(scope(2))).not.toBe(idle);
  gate.open();
  await running;
});

import { FunctionNotFound } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { deleteFunctions } from "./delete-functions.ts";
import { deleteLogGroup } from "./delete-log-group.ts";
import { createGate } from "./fake-runner.fixture.ts";
import { getFunction } from "./get-function.ts";
import { invoke } from "./invoke.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import { listInvocations } from "./list-invocations.ts";
import { listLogStreams } from "./list-log-streams.ts";
import { queryLogs } from "./query-logs.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
const EVENT = { functionName: "hello", payload: new TextEncoder().encode("{}") };

test("says of each function how it went, and goes on after one that is missing", async () => {
  const { ports } = await openLambda();
  for (const functionName of ["a", "b"]) await settled(ports, createFunction(ports, { ...HELLO, functionName }));
  expect(await deleteFunctions(ports, { functionNames: ["a", "nobody", "b", "a"] })).toEqual([
    { functionName: "a", deleted: true },
    {
      functionName: "nobody",
      deleted: false,
      error: "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody",
    },
    { functionName: "b", deleted: true },
  ]);
});

test("the function, its role and its environments go; its log stays until it is deleted itself", async () => {
  const { ports, runner } = await openLambda();
  const { role } = await settled(ports, createFunction(ports, HELLO));
  await invoke(ports, EVENT);
  await deleteFunctions(ports, { functionNames: ["hello"] });
  await expect(getFunction(ports, HELLO)).rejects.toThrow(FunctionNotFound);
  await expect(invoke(ports, EVENT)).rejects.toThrow(FunctionNotFound);
  expect(await ports.store.roles.get(ports.scope, role.slice(role.lastIndexOf("/") + 1))).toBeNull();

  expect(await listLogStreams(ports, HELLO)).toHaveLength(1);
  expect((await queryLogs(ports, { functionName: "hello", limit: 100 })).events.length).toBeGreaterThan(2);
  expect(await listInvocations(ports, { functionName: "hello", limit: 10 })).toHaveLength(1);

  await settled(ports, createFunction(ports, HELLO));
  await invoke(ports, EVENT);
  expect(runner.coldStarts).toHaveLength(2);

  await deleteFunctions(ports, { functionNames: ["hello"] });
  await deleteLogGroup(ports, HELLO);
  await expect(queryLogs(ports, { functionName: "hello", limit: 100 })).rejects.toThrow(FunctionNotFound);
});

test("a function that runs while it is deleted ends in its own time", async () => {
  const { ports, runner } = await openLambda();
  await settled(ports, createFunction(ports, HELLO));
  const gate = createGate();
  runner.handler = async () => {
    await gate.opened;
    return { kind: "succeeded", payload: new TextEncoder().encode('"done"') };
  };
  const running = invoke(ports, EVENT);
  await expect.poll(() => runner.requests.length).toBe(1);
  await deleteFunctions(ports, { functionNames: ["hello"] });
  gate.open();
  expect((await running).outcome.kind).toBe("succeeded");
});

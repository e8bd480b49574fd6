import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  AliasNotFound,
  FunctionNotFound,
  InvalidParameterValue,
  ProvisionedConcurrencyConfigNotFound,
  ResourceConflict,
} from "@lambent/model";
import { expect, test } from "vitest";
import { createAlias } from "./create-alias.ts";
import { createFunction } from "./create-function.ts";
import { deleteAlias } from "./delete-alias.ts";
import { deleteFunction } from "./delete-function.ts";
import { deleteFunctionConcurrency } from "./delete-function-concurrency.ts";
import { deleteProvisionedConcurrencyConfig } from "./delete-provisioned-concurrency-config.ts";
import { createGate, succeeded } from "./fake-runner.fixture.ts";
import { getAccountSettings } from "./get-account-settings.ts";
import { getProvisionedConcurrencyConfig } from "./get-provisioned-concurrency-config.ts";
import { invoke } from "./invoke.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import { listProvisionedConcurrencyConfigs } from "./list-provisioned-concurrency-configs.ts";
import { createPorts, type Ports } from "./ports.ts";
import { publishVersion } from "./publish-version.ts";
import { putFunctionConcurrency } from "./put-function-concurrency.ts";
import { putProvisionedConcurrencyConfig } from "./put-provisioned-concurrency-config.ts";
import { restoreProvisionedConcurrency } from "./restore-provisioned-concurrency.ts";
import { updateAlias } from "./update-alias.ts";
import { updateFunctionConfiguration } from "./update-function-configuration.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
const LIVE = { functionName: "hello", name: "live" } as const;
const ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";

/** A function with versions 1 and 2. */
async function withVersions() {
  const lambda = await openLambda();
  const { ports } = lambda;
  await settled(ports, createFunction(ports, HELLO));
  for (const memoryMb of [128, 256]) {
    await settled(ports, updateFunctionConfiguration(ports, { functionName: "hello", memoryMb }));
    await settled(ports, publishVersion(ports, { functionName: "hello" }));
  }
  return lambda;
}

const put = (ports: Ports, qualifier: string, provisionedConcurrentExecutions: number) =>
  putProvisionedConcurrencyConfig(ports, { functionName: "hello", qualifier, provisionedConcurrentExecutions });
const get = (ports: Ports, qualifier: string) =>
  getProvisionedConcurrencyConfig(ports, { functionName: "hello", qualifier });
const remove = (ports: Ports, qualifier: string) =>
  deleteProvisionedConcurrencyConfig(ports, { functionName: "hello", qualifier });
const reserve = (ports: Ports, reservedConcurrentExecutions: number) =>
  putFunctionConcurrency(ports, { functionName: "hello", reservedConcurrentExecutions });
const unreserved = async (ports: Ports) =>
  (await getAccountSettings(ports)).accountLimit.unreservedConcurrentExecutions;

// spec: lambda §1.4 and §12
test("is answered IN_PROGRESS, is READY once all are there, and is gone after its deletion", async () => {
  const { ports, runner } = await withVersions();
  const answer = await put(ports, "1", 3);
  expect(answer).toEqual({
    functionArn: `${ARN}:1`,
    requestedProvisionedConcurrentExecutions: 3,
    allocatedProvisionedConcurrentExecutions: 0,
    availableProvisionedConcurrentExecutions: 0,
    status: "IN_PROGRESS",
    lastModified: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  expect(await get(ports, "1")).toEqual(answer);
  expect(runner.allocated()).toEqual({ "1": 3 });
  const ready = await get(ports, "1");
  expect(ready).toMatchObject({
    status: "READY",
    allocatedProvisionedConcurrentExecutions: 3,
    availableProvisionedConcurrentExecutions: 3,
  });
  expect(await listProvisionedConcurrencyConfigs(ports, { functionName: "hello" })).toEqual({
    provisionedConcurrencyConfigs: [ready],
  });
  await remove(ports, "1");
  expect(runner.allocated()).toEqual({});
  await expect(get(ports, "1")).rejects.toThrow(ProvisionedConcurrencyConfigNotFound);
  await remove(ports, "1");
});

// spec: lambda §1.4
test("a function that can't be loaded makes it FAILED", async () => {
  const { ports, runner } = await withVersions();
  await put(ports, "1", 2);
  runner.failProvisioned();
  expect(await get(ports, "1")).toMatchObject({ status: "FAILED", statusReason: "FUNCTION_ERROR_INIT_FAILURE" });
});

// spec: lambda §1.5
test("refusals name what is wrong in AWS's words", async () => {
  const { ports } = await withVersions();
  const refused = (message: string) => new InvalidParameterValue(message);
  await expect(put(ports, "$LATEST", 1)).rejects.toThrow(
    refused("Provisioned Concurrency Configs cannot be applied to unpublished function versions."),
  );
  await expect(get(ports, "$LATEST")).rejects.toThrow(
    refused("The function resource provided must be an alias or a published version."),
  );
  await expect(put(ports, "9", 1)).rejects.toThrow(new FunctionNotFound(`${ARN}:9`));
  await expect(put(ports, "live", 1)).rejects.toThrow(AliasNotFound.cannotFind(`${ARN}:live`));
  await expect(put(ports, "1", 901)).rejects.toThrow(
    refused(
      "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    ),
  );
  await expect(put(ports, "1", 1001)).rejects.toThrow(
    refused("Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [1000]."),
  );
  await put(ports, "1", 5);
  await expect(reserve(ports, 4)).rejects.toThrow(
    refused(" ReservedConcurrentExecutions  4 should not be lower than function's total provisioned concurrency [5]."),
  );
  await reserve(ports, 6);
  await expect(put(ports, "2", 2)).rejects.toThrow(
    refused(
      "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
    ),
  );
  await put(ports, "2", 1);
});

// spec: lambda §1.5
test("a version and an alias that points to it don't both have it", async () => {
  const { ports } = await withVersions();
  await createAlias(ports, { ...LIVE, functionVersion: "1" });
  await put(ports, "1", 1);
  await expect(put(ports, "live", 1)).rejects.toThrow(
    new ResourceConflict(
      "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
    ),
  );
  await remove(ports, "1");
  await put(ports, "live", 1);
  await expect(put(ports, "1", 1)).rejects.toThrow(
    new ResourceConflict("Version is pointed by a Provisioned Concurrency alias"),
  );
  await put(ports, "2", 1);
});

test("an alias takes its environments along, shared by weight, and gives them back with itself", async () => {
  const { ports, runner } = await withVersions();
  await createAlias(ports, { ...LIVE, functionVersion: "1" });
  await put(ports, "live", 4);
  expect(runner.allocated()).toEqual({ "1": 4 });
  await updateAlias(ports, { ...LIVE, functionVersion: "2" });
  expect(runner.allocated()).toEqual({ "2": 4 });
  await updateAlias(ports, { ...LIVE, routingConfig: { additionalVersionWeights: { "1": 0.25 } } });
  expect(runner.allocated()).toEqual({ "1": 1, "2": 3 });
  expect((await get(ports, "live")).status).toBe("READY");
  expect(await unreserved(ports)).toBe(996);
  await deleteAlias(ports, LIVE);
  expect(runner.allocated()).toEqual({});
  expect(await unreserved(ports)).toBe(1000);
  await createAlias(ports, { ...LIVE, functionVersion: "1" });
  await expect(get(ports, "live")).rejects.toThrow(ProvisionedConcurrencyConfigNotFound);
});

test("comes out of the function's reservation, else out of what the account shares", async () => {
  const { ports } = await withVersions();
  await put(ports, "1", 10);
  expect(await unreserved(ports)).toBe(990);
  await put(ports, "1", 20);
  expect(await unreserved(ports)).toBe(980);
  await reserve(ports, 50);
  expect(await unreserved(ports)).toBe(950);
  await reserve(ports, 900);
  await deleteFunctionConcurrency(ports, { functionName: "hello" });
  expect(await unreserved(ports)).toBe(980);
  await deleteFunction(ports, { functionName: "hello" });
  expect(await unreserved(ports)).toBe(1000);
});

// spec: lambda §5.2, recorded
test("while all that is reserved is provisioned, $LATEST is throttled and the version still runs", async () => {
  const { ports, runner } = await withVersions();
  await reserve(ports, 1);
  await put(ports, "1", 1);
  const gate = createGate();
  runner.handler = async () => {
    await gate.opened;
    return succeeded(null);
  };
  const run = async (qualifier?: string) => {
    const payload = new TextEncoder().encode("{}");
    return (await invoke(ports, { functionName: "hello", payload, ...(qualifier && { qualifier }) })).outcome;
  };
  expect(await run()).toMatchObject({
    kind: "throttled",
    reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
  });
  const running = run("1");
  expect((await run("1")).kind).toBe("throttled");
  gate.open();
  expect((await running).kind).toBe("succeeded");
});

test("is started again at the next start of the server", async () => {
  const { ports, runner } = await withVersions();
  await put(ports, "1", 2);
  runner.retire(ARN);
  const { scope, store, telemetry } = ports;
  const restarted = await createPorts({ scope, store, telemetry, runner });
  await restoreProvisionedConcurrency(restarted);
  expect(runner.allocated()).toEqual({ "1": 2 });
  expect(await unreserved(restarted)).toBe(998);
  expect((await get(restarted, "1")).status).toBe("READY");
});

test("goes with its version", async () => {
  const { ports, runner } = await withVersions();
  await put(ports, "1", 2);
  await deleteFunction(ports, { functionName: "hello", qualifier: "1" });
  expect(runner.allocated()).toEqual({});
  expect(await listProvisionedConcurrencyConfigs(ports, { functionName: "hello" })).toEqual({
    provisionedConcurrencyConfigs: [],
  });
});

test("a version whose code is lost has FAILED and stops no other, nor the start of the server", async () => {
  const { ports, runner, directory } = await withVersions();
  await put(ports, "1", 2);
  runner.retire(ARN);
  await rm(join(directory, "code"), { recursive: true, force: true });
  const { scope, store, telemetry } = ports;
  const restarted = await createPorts({ scope, store, telemetry, runner });
  await restoreProvisionedConcurrency(restarted);
  expect(await get(restarted, "1")).toMatchObject({ status: "FAILED", statusReason: "FUNCTION_ERROR_INIT_FAILURE" });
  await remove(restarted, "1");
});

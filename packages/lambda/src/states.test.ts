import { FunctionNotFound, ResourceConflict } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { deleteFunction } from "./delete-function.ts";
import { functionSettled } from "./function-settled.ts";
import { getFunctionConfiguration } from "./get-function-configuration.ts";
import { invoke } from "./invoke.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import { createPorts } from "./ports.ts";
import { publishVersion } from "./publish-version.ts";
import { repairAfterCrash } from "./repair-after-crash.ts";
import { setTags } from "./set-tags.ts";
import { updateFunctionCode } from "./update-function-code.ts";
import { updateFunctionConfiguration } from "./update-function-configuration.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
const ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";
const EVENT = { functionName: "hello", payload: new TextEncoder().encode("{}") };

/** What goes on in the background stands still, as between an answer and its end. */
async function openStandingStill() {
  const lambda = await openLambda();
  const works: (() => Promise<void>)[] = [];
  lambda.ports.transitions.start = (_arn, work) => void works.push(work);
  const goOn = async () => {
    for (const work of works.splice(0)) await work();
  };
  return { ...lambda, goOn };
}

// spec: lambda §1.4, the recorded answer of CreateFunction, and §12
test("a new function is answered as Pending, without an update status, and becomes Active with another revision", async () => {
  const { ports, goOn } = await openStandingStill();
  const created = await createFunction(ports, HELLO);
  expect(created).toMatchObject({
    state: "Pending",
    stateReason: "The function is being created.",
    stateReasonCode: "Creating",
  });
  expect(created).not.toHaveProperty("lastUpdateStatus");
  expect(await getFunctionConfiguration(ports, HELLO)).toEqual(created);
  await goOn();
  const active = await getFunctionConfiguration(ports, HELLO);
  expect(active).toMatchObject({ state: "Active", lastUpdateStatus: "Successful", lastModified: created.lastModified });
  expect(active).not.toHaveProperty("stateReason");
  expect(active).not.toHaveProperty("stateReasonCode");
  expect(active.revisionId).not.toBe(created.revisionId);
});

// spec: lambda §1.5 and §12
test("while it is Pending it can't be invoked, updated or published", async () => {
  const { ports, goOn } = await openStandingStill();
  const { codeSha256 } = await createFunction(ports, HELLO);
  const refusal = ResourceConflict.inState("Pending");
  await expect(invoke(ports, EVENT)).rejects.toThrow(refusal);
  await expect(updateFunctionConfiguration(ports, { functionName: "hello", memoryMb: 256 })).rejects.toThrow(refusal);
  await expect(
    updateFunctionCode(ports, { functionName: "hello", code: { baseCodeSha256: codeSha256, changes: [] } }),
  ).rejects.toThrow(refusal);
  await expect(publishVersion(ports, { functionName: "hello" })).rejects.toThrow(refusal);
  await goOn();
  expect((await invoke(ports, EVENT)).outcome.kind).toBe("succeeded");
});

// spec: lambda §1.4 and §12
test("an update is InProgress with a reason, then Successful with a second revision; identical values are an update too", async () => {
  const { ports, goOn } = await openStandingStill();
  await createFunction(ports, HELLO);
  await goOn();
  const before = await getFunctionConfiguration(ports, HELLO);
  const answer = await updateFunctionConfiguration(ports, { functionName: "hello", memoryMb: before.memoryMb });
  expect(answer).toMatchObject({
    state: "Active",
    lastUpdateStatus: "InProgress",
    lastUpdateStatusReason: "The function is being created.",
    lastUpdateStatusReasonCode: "Creating",
  });
  await goOn();
  const after = await getFunctionConfiguration(ports, HELLO);
  expect(after).toMatchObject({ lastUpdateStatus: "Successful", lastModified: answer.lastModified });
  expect(after).not.toHaveProperty("lastUpdateStatusReason");
  expect(new Set([before, answer, after].map(({ revisionId }) => revisionId)).size).toBe(3);
});

// spec: lambda §1.5 and §12
test("during an update the former settings serve and a second update is refused", async () => {
  const { ports, runner, goOn } = await openStandingStill();
  await createFunction(ports, HELLO);
  await goOn();
  await invoke(ports, EVENT);
  await updateFunctionConfiguration(ports, { functionName: "hello", timeoutSeconds: 30 });
  await invoke(ports, EVENT);
  expect(runner.coldStarts.map(({ timeoutMs }) => timeoutMs)).toEqual([3000]);
  const refusal = ResourceConflict.updateInProgress(ARN);
  await expect(updateFunctionConfiguration(ports, { functionName: "hello", memoryMb: 256 })).rejects.toThrow(refusal);
  await expect(publishVersion(ports, { functionName: "hello" })).rejects.toThrow(refusal);
  await goOn();
  await invoke(ports, EVENT);
  expect(runner.coldStarts.map(({ timeoutMs }) => timeoutMs)).toEqual([3000, 30_000]);
});

test("who waits for the end sees it, whatever is written in between", async () => {
  const { ports } = await openLambda();
  const created = await createFunction(ports, HELLO);
  const [active] = await Promise.all([
    functionSettled(ports, created),
    setTags(ports, { functionName: "hello", tags: { team: "a" } }),
  ]);
  expect(active).toMatchObject({ state: "Active", lastUpdateStatus: "Successful" });
  expect((await ports.store.functions.require(ports.scope, "hello")).tags).toEqual({ team: "a" });
});

test("a function that is deleted while it is Pending stays deleted", async () => {
  const { ports, goOn } = await openStandingStill();
  const created = await createFunction(ports, HELLO);
  await deleteFunction(ports, HELLO);
  await goOn();
  await expect(functionSettled(ports, created)).rejects.toThrow(FunctionNotFound);
});

test("a server that ends between the answer and its end finishes both at the next start", async () => {
  const { ports, goOn } = await openStandingStill();
  await createFunction(ports, HELLO);
  await goOn();
  const answer = await updateFunctionConfiguration(ports, { functionName: "hello", timeoutSeconds: 30 });
  await createFunction(ports, { ...HELLO, functionName: "other", publish: true });

  const { scope, store, telemetry, runner } = ports;
  const restarted = await createPorts({ scope, store, telemetry, runner });
  expect(await repairAfterCrash(restarted)).toMatchObject({
    functions: ["hello", "other"],
    versions: [ARN.replace("hello", "other:1")],
  });
  const repaired = await getFunctionConfiguration(restarted, HELLO);
  expect(repaired).toMatchObject({ timeoutSeconds: 30, state: "Active", lastUpdateStatus: "Successful" });
  expect(repaired.revisionId).not.toBe(answer.revisionId);
  const event = { ...EVENT, functionName: "other", qualifier: "1" };
  expect((await invoke(restarted, event)).outcome.kind).toBe("succeeded");
});

test("a write that fails at the end is tried again", async () => {
  const { ports } = await openLambda();
  const update = ports.store.functions.update.bind(ports.store.functions);
  let failures = 0;
  ports.store.functions.update = async (...given) => {
    if (failures++ === 0) throw new Error("database is locked");
    return update(...given);
  };
  expect(await settled(ports, createFunction(ports, HELLO))).toMatchObject({ state: "Active" });
  expect(failures).toBe(2);
});

// spec: lambda §1.4
test("a dry run says what the function would be and changes nothing", async () => {
  const { ports } = await openLambda();
  const before = await settled(ports, createFunction(ports, HELLO));
  const code = {
    baseCodeSha256: before.codeSha256,
    changes: [{ kind: "write", path: "a.txt", contentBase64: "YQ==" }],
  } as const;
  const would = await updateFunctionCode(ports, { functionName: "hello", code, dryRun: true });
  expect(would.codeSha256).not.toBe(before.codeSha256);
  expect(await getFunctionConfiguration(ports, HELLO)).toEqual(before);
});

import { FunctionNotFound, InvalidParameterValue, ResourceConflict, RevisionMismatch } from "@lambent/model";
import { expect, test } from "vitest";
import { createAlias } from "./create-alias.ts";
import { createFunction } from "./create-function.ts";
import { deleteAlias } from "./delete-alias.ts";
import { deleteFunction } from "./delete-function.ts";
import { createGate, succeeded } from "./fake-runner.fixture.ts";
import { getFunction } from "./get-function.ts";
import { getFunctionConfiguration } from "./get-function-configuration.ts";
import { invoke } from "./invoke.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import { listFunctionConfigurations } from "./list-function-configurations.ts";
import { listInvocations } from "./list-invocations.ts";
import { listVersionsByFunction } from "./list-versions-by-function.ts";
import type { Ports } from "./ports.ts";
import { publishVersion } from "./publish-version.ts";
import { putFunctionConcurrency } from "./put-function-concurrency.ts";
import { queryMetrics } from "./query-metrics.ts";
import { setTags } from "./set-tags.ts";
import { updateFunctionCode } from "./update-function-code.ts";
import { updateFunctionConfiguration } from "./update-function-configuration.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
const ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";
const EVENT = { functionName: "hello", payload: new TextEncoder().encode("{}") };

async function withHello() {
  const lambda = await openLambda();
  return { ...lambda, created: await settled(lambda.ports, createFunction(lambda.ports, HELLO)) };
}

/** Publishes and waits until the version is Active. */
async function publish(ports: Ports, description?: string): Promise<string> {
  const { version } = await publishVersion(ports, { functionName: "hello", ...(description && { description }) });
  await ports.transitions.settled(ARN);
  return version;
}

const configure = (ports: Ports, changes: { memoryMb?: number; description?: string }) =>
  settled(ports, updateFunctionConfiguration(ports, { functionName: "hello", ...changes }));

const versions = async (ports: Ports) =>
  (await listVersionsByFunction(ports, { functionName: "hello" })).versions.map(({ version }) => version);

// spec: lambda §2.3 and §12
test("a version is what $LATEST was, Pending and then Active, under a number and an ARN of its own", async () => {
  const { ports, created } = await withHello();
  const published = await publishVersion(ports, { functionName: "hello", description: "first" });
  expect(published).toMatchObject({
    version: "1",
    functionArn: `${ARN}:1`,
    description: "first",
    codeSha256: created.codeSha256,
    lastModified: created.lastModified,
    state: "Pending",
  });
  await ports.transitions.settled(ARN);
  await configure(ports, { memoryMb: 512, description: "later" });
  const kept = await getFunctionConfiguration(ports, { functionName: "hello", qualifier: "1" });
  expect(kept).toMatchObject({ memoryMb: 128, description: "first", state: "Active", lastUpdateStatus: "Successful" });
  expect(kept.revisionId).not.toBe(published.revisionId);
});

// spec: lambda §2.3
test("$LATEST gets a new revision by a publication and keeps its description", async () => {
  const { ports, created } = await withHello();
  await publish(ports, "first");
  const latest = await getFunctionConfiguration(ports, HELLO);
  expect(latest.revisionId).not.toBe(created.revisionId);
  expect(latest).toEqual({ ...created, revisionId: latest.revisionId });
});

// spec: lambda §2.3
test("without a change there is no new version, also with a description; the last one is answered as it was published", async () => {
  const { ports } = await withHello();
  await publish(ports, "first");
  const before = await getFunctionConfiguration(ports, { functionName: "hello", qualifier: "1" });
  const { revisionId } = await getFunctionConfiguration(ports, HELLO);
  expect(await publishVersion(ports, { functionName: "hello", description: "again" })).toEqual(before);
  expect((await getFunctionConfiguration(ports, HELLO)).revisionId).toBe(revisionId);

  await configure(ports, { memoryMb: 256 });
  expect(await publish(ports)).toBe("2");
  await configure(ports, { description: "other words" });
  expect(await publish(ports)).toBe("3");
  await setTags(ports, { functionName: "hello", tags: { a: "b" } });
  expect(await publish(ports)).toBe("3");
  expect(await versions(ports)).toEqual(["$LATEST", "1", "2", "3"]);
});

// spec: lambda §2.3
test("a number is never given twice while the function exists", async () => {
  const { ports } = await withHello();
  await publish(ports);
  await deleteFunction(ports, { functionName: "hello", qualifier: "1" });
  expect(await publish(ports)).toBe("2");
  await deleteFunction(ports, { functionName: "hello" });
  await settled(ports, createFunction(ports, HELLO));
  expect(await publish(ports)).toBe("1");
});

// spec: lambda §1.5
test("a publication is refused when code or revision are not those that the caller knows", async () => {
  const { ports, created } = await withHello();
  await expect(publishVersion(ports, { functionName: "hello", revisionId: "other" })).rejects.toThrow(RevisionMismatch);
  await expect(publishVersion(ports, { functionName: "hello", codeSha256: "other" })).rejects.toThrow(
    new InvalidParameterValue(
      `CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (${created.codeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    ),
  );
  await expect(publishVersion(ports, { functionName: "nobody" })).rejects.toThrow(FunctionNotFound);
  expect(await versions(ports)).toEqual(["$LATEST"]);
  const { revisionId, codeSha256 } = created;
  expect(await publishVersion(ports, { functionName: "hello", revisionId, codeSha256 })).toMatchObject({
    version: "1",
  });
});

// spec: lambda §1.4: the ARN is unqualified in the answer of CreateFunction
test("create and update can publish at once", async () => {
  const { ports } = await openLambda();
  const created = await createFunction(ports, { ...HELLO, publish: true });
  expect(created).toMatchObject({ version: "1", functionArn: ARN, state: "Pending" });
  await ports.transitions.settled(ARN);
  const change = { kind: "write", path: "a.txt", contentBase64: "YQ==" } as const;
  const updated = await updateFunctionCode(ports, {
    functionName: "hello",
    code: { baseCodeSha256: created.codeSha256, changes: [change] },
    publish: true,
  });
  expect(updated).toMatchObject({ version: "2", functionArn: `${ARN}:2` });
  await ports.transitions.settled(ARN);
  expect((await getFunctionConfiguration(ports, { functionName: "hello", qualifier: "2" })).state).toBe("Active");
  // The same code again is an update, but no new version.
  const again = await updateFunctionCode(ports, {
    functionName: "hello",
    code: { baseCodeSha256: updated.codeSha256, changes: [] },
    publish: true,
  });
  expect(again).toMatchObject({ version: "2", state: "Active" });
});

test("a version runs its own code and settings in environments of its own; each invocation says which version ran", async () => {
  const { ports, runner } = await withHello();
  await publish(ports);
  await configure(ports, { memoryMb: 512 });
  const latest = await invoke(ports, EVENT);
  const version = await invoke(ports, { ...EVENT, qualifier: "1" });
  expect(version.definition.configuration).toMatchObject({ version: "1", memoryMb: 128 });
  expect(version.report.logStreamName).toContain("[1]");
  expect(latest.report.logStreamName).toContain("[$LATEST]");
  expect(runner.coldStarts.map(({ functionVersion, memoryMb }) => [functionVersion, memoryMb])).toEqual([
    ["$LATEST", 512],
    ["1", 128],
  ]);
  // spec: lambda §6.3: exactly the form that was used
  await invoke(ports, { ...EVENT, qualifier: "$LATEST" });
  expect(runner.requests.map(({ invokedFunctionArn }) => invokedFunctionArn)).toEqual([
    ARN,
    `${ARN}:1`,
    `${ARN}:$LATEST`,
  ]);
  // A deploy of $LATEST leaves the version's environment alone.
  await configure(ports, { memoryMb: 1024 });
  expect((await invoke(ports, { ...EVENT, qualifier: "1" })).report.coldStart).toBe(false);
});

test("record, metrics and concurrency are the function's, whatever version ran", async () => {
  const { ports, runner } = await withHello();
  await publish(ports);
  await putFunctionConcurrency(ports, { functionName: "hello", reservedConcurrentExecutions: 1 });
  const gate = createGate();
  runner.handler = async () => {
    await gate.opened;
    return succeeded(null);
  };
  const running = invoke(ports, { ...EVENT, qualifier: "1" });
  await expect.poll(() => runner.requests.length).toBe(1);
  expect((await invoke(ports, EVENT)).outcome.kind).toBe("throttled");
  gate.open();
  await running;
  expect(await listInvocations(ports, { functionName: "hello", limit: 10 })).toMatchObject([
    { executedVersion: "1", functionArn: ARN },
  ]);
  const now = Date.now();
  const points = await queryMetrics(ports, {
    functionName: "hello",
    startMs: now - 120_000,
    endMs: now + 60_000,
    periodSeconds: 60,
  });
  expect(points.reduce((sum, { invocations }) => sum + invocations, 0)).toBe(1);
  expect(points.reduce((sum, { throttles }) => sum + throttles, 0)).toBe(1);
});

// spec: lambda §1.5
test("what isn't there is named as it was asked for", async () => {
  const { ports } = await withHello();
  const notFound = (arn: string) => new FunctionNotFound(arn);
  await expect(invoke(ports, { ...EVENT, qualifier: "7" })).rejects.toThrow(notFound(`${ARN}:7`));
  await expect(invoke(ports, { ...EVENT, qualifier: "live" })).rejects.toThrow(notFound(`${ARN}:live`));
  await expect(invoke(ports, { ...EVENT, functionName: "hi" })).rejects.toThrow(
    notFound("arn:aws:lambda:us-east-1:000000000000:function:hi:$LATEST"),
  );
  for (const qualifier of ["7", "live", "01"]) {
    await expect(getFunction(ports, { functionName: "hello", qualifier })).rejects.toThrow(
      notFound(`${ARN}:${qualifier}`),
    );
  }
});

// spec: lambda §1.4: concurrency only when no qualifier is given
test("GetFunction by qualifier answers that version under the ARN that was asked for", async () => {
  const { ports, created } = await withHello();
  await setTags(ports, { functionName: "hello", tags: { team: "a" } });
  await putFunctionConcurrency(ports, { functionName: "hello", reservedConcurrentExecutions: 5 });
  await publish(ports);
  const latest = await getFunction(ports, { functionName: "hello", qualifier: "$LATEST" });
  expect(latest.configuration).toMatchObject({ version: "$LATEST", functionArn: `${ARN}:$LATEST` });
  const version = await getFunction(ports, { functionName: "hello", qualifier: "1" });
  expect(version).toMatchObject({
    configuration: { version: "1", functionArn: `${ARN}:1`, role: created.role },
    tags: { team: "a" },
    role: { arn: created.role },
    concurrency: {},
  });
  expect((await getFunction(ports, HELLO)).concurrency).toEqual({ reservedConcurrentExecutions: 5 });
});

// spec: lambda §1.3 (pages) and §1.4 (order, ARNs)
test("versions are listed with qualified ARNs, $LATEST first, fifty a page", async () => {
  const { ports } = await withHello();
  for (let memoryMb = 128; memoryMb < 128 + 4; memoryMb++) {
    await configure(ports, { memoryMb });
    await publish(ports);
  }
  const seen: string[] = [];
  let marker: string | undefined;
  do {
    const page = await listVersionsByFunction(ports, { functionName: "hello", maxItems: 2, marker });
    expect(page.versions.length).toBeLessThanOrEqual(2);
    seen.push(...page.versions.map(({ functionArn }) => functionArn));
    marker = page.nextMarker;
  } while (marker !== undefined);
  expect(seen).toEqual(["$LATEST", "1", "2", "3", "4"].map((version) => `${ARN}:${version}`));
  await expect(listVersionsByFunction(ports, { functionName: "hello", marker: "?" })).rejects.toThrow(
    InvalidParameterValue,
  );
});

// spec: lambda §1.4
test("ListFunctions gives functions by name, with FunctionVersion=ALL every version after its function", async () => {
  const { ports } = await withHello();
  await publish(ports);
  await configure(ports, { memoryMb: 256 });
  await publish(ports);
  for (const functionName of ["a", "z"]) {
    await settled(ports, createFunction(ports, { ...HELLO, functionName, publish: functionName === "z" }));
  }
  const all = async (functionVersion?: "ALL") => {
    const arns: string[] = [];
    let marker: string | undefined;
    do {
      const page = await listFunctionConfigurations(ports, { functionVersion, marker, maxItems: 2 });
      arns.push(...page.functions.map(({ functionArn }) => functionArn.slice(ARN.length - "hello".length)));
      marker = page.nextMarker;
    } while (marker !== undefined);
    return arns;
  };
  expect(await all()).toEqual(["a", "hello", "z"]);
  expect(await all("ALL")).toEqual(["a:$LATEST", "hello:$LATEST", "hello:1", "hello:2", "z:$LATEST", "z:1"]);
});

// spec: lambda §1.5; the refusal of an aliased version: recorded answers of DeleteFunction
test("one version can be deleted unless an alias refers to it; $LATEST and aliases can't", async () => {
  const { ports } = await withHello();
  await publish(ports);
  await configure(ports, { memoryMb: 256 });
  await publish(ports);
  const remove = (qualifier: string) => deleteFunction(ports, { functionName: "hello", qualifier });
  await createAlias(ports, {
    functionName: "hello",
    name: "live",
    functionVersion: "2",
    routingConfig: { additionalVersionWeights: { "1": 0.1 } },
  });
  for (const version of ["1", "2"]) {
    await expect(remove(version)).rejects.toThrow(
      new ResourceConflict("Unable to delete version because the following aliases reference it: [live]"),
    );
  }
  await expect(remove("$LATEST")).rejects.toThrow("$LATEST version cannot be deleted without deleting the function.");
  await expect(remove("live")).rejects.toThrow("Deletion of aliases is not currently supported.");
  await deleteAlias(ports, { functionName: "hello", name: "live" });
  await invoke(ports, { ...EVENT, qualifier: "1" });
  await remove("1");
  expect(await versions(ports)).toEqual(["$LATEST", "2"]);
  await expect(invoke(ports, { ...EVENT, qualifier: "1" })).rejects.toThrow(FunctionNotFound);
  // Missing versions: no error of a function that is there, the function's ARN of one that is not.
  await remove("1");
  await expect(deleteFunction(ports, { functionName: "hi", qualifier: "1" })).rejects.toThrow(
    new FunctionNotFound("arn:aws:lambda:us-east-1:000000000000:function:hi"),
  );
});

test("a deleted function takes versions and aliases with it, and their environments", async () => {
  const { ports, runner } = await withHello();
  await publish(ports);
  await createAlias(ports, { functionName: "hello", name: "live", functionVersion: "1" });
  await invoke(ports, { ...EVENT, qualifier: "live" });
  await deleteFunction(ports, { functionName: "hello" });
  await settled(ports, createFunction(ports, HELLO));
  await expect(invoke(ports, { ...EVENT, qualifier: "live" })).rejects.toThrow(FunctionNotFound);
  await publish(ports);
  await invoke(ports, { ...EVENT, qualifier: "1" });
  expect(runner.coldStarts.map(({ functionVersion }) => functionVersion)).toEqual(["1", "1"]);
});

test("code that only a version needs is kept", async () => {
  const { ports, created } = await withHello();
  await publish(ports);
  await settled(
    ports,
    updateFunctionCode(ports, {
      functionName: "hello",
      code: {
        baseCodeSha256: created.codeSha256,
        changes: [{ kind: "write", path: "a.txt", contentBase64: "YQ==" }],
      },
    }),
  );
  expect(await ports.store.codePackages.releaseUnused([], { minimumAgeMs: 0 })).toEqual([]);
  expect((await invoke(ports, { ...EVENT, qualifier: "1" })).outcome.kind).toBe("succeeded");
  await deleteFunction(ports, { functionName: "hello", qualifier: "1" });
  expect(await ports.store.codePackages.releaseUnused([], { minimumAgeMs: 0 })).toEqual([created.codeSha256]);
});

test("a version keeps its environment variables, sealed for it alone", async () => {
  const { ports } = await withHello();
  const update = (value: string) =>
    settled(
      ports,
      updateFunctionConfiguration(ports, { functionName: "hello", environmentVariables: { STAGE: value } }),
    );
  await update("one");
  await publish(ports);
  await update("two");
  const { environmentVariables } = await getFunctionConfiguration(ports, { functionName: "hello", qualifier: "1" });
  expect(environmentVariables).toEqual({ STAGE: "one" });
});

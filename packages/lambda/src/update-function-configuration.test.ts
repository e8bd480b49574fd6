import { FunctionNotFound, InternetAccessUnavailable, RevisionMismatch, RuntimeUnavailable } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { getFunction } from "./get-function.ts";
import { invoke } from "./invoke.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import { setTags } from "./set-tags.ts";
import { updateFunctionConfiguration } from "./update-function-configuration.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
const EVENT = { functionName: "hello", payload: new TextEncoder().encode("{}") };

async function withHello() {
  const lambda = await openLambda();
  return { ...lambda, created: await settled(lambda.ports, createFunction(lambda.ports, HELLO)) };
}

test("changes what is given and leaves the rest", async () => {
  const { ports, created } = await withHello();
  const changed = await settled(
    ports,
    updateFunctionConfiguration(ports, {
      functionName: "hello",
      memoryMb: 512,
      description: undefined,
      environmentVariables: { STAGE: "test" },
    }),
  );
  const { revisionId, lastModified, ...rest } = changed;
  const { revisionId: oldRevision, lastModified: _old, ...before } = created;
  expect(rest).toEqual({ ...before, memoryMb: 512, environmentVariables: { STAGE: "test" } });
  expect(revisionId).not.toBe(oldRevision);
  expect(lastModified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test("a revision that is not the latest is refused", async () => {
  const { ports, created } = await withHello();
  await settled(
    ports,
    updateFunctionConfiguration(ports, { functionName: "hello", revisionId: created.revisionId, memoryMb: 256 }),
  );
  await expect(
    settled(
      ports,
      updateFunctionConfiguration(ports, { functionName: "hello", revisionId: created.revisionId, memoryMb: 512 }),
    ),
  ).rejects.toThrow(RevisionMismatch);
  expect((await getFunction(ports, HELLO)).configuration.memoryMb).toBe(256);
});

test("settings that code can notice start a new environment, others keep the warm one", async () => {
  const { ports, runner } = await withHello();
  await invoke(ports, EVENT);
  await settled(ports, updateFunctionConfiguration(ports, { functionName: "hello", description: "New words" }));
  await setTags(ports, { functionName: "hello", tags: { a: "b" } });
  const { definition } = await invoke(ports, EVENT);
  expect(definition.configuration.description).toBe("New words");
  expect(runner.coldStarts).toHaveLength(1);
  await settled(ports, updateFunctionConfiguration(ports, { functionName: "hello", timeoutSeconds: 30 }));
  await invoke(ports, EVENT);
  expect(runner.coldStarts.map(({ timeoutMs }) => timeoutMs)).toEqual([3000, 30_000]);
});

test("who makes or changes a function is expected to invoke it", async () => {
  const { ports, runner } = await withHello();
  await expect.poll(() => runner.expected.map(({ memoryMb }) => memoryMb)).toEqual([128]);
  await settled(ports, updateFunctionConfiguration(ports, { functionName: "hello", description: "New words" }));
  await settled(ports, updateFunctionConfiguration(ports, { functionName: "hello", memoryMb: 512 }));
  await expect.poll(() => runner.expected.map(({ memoryMb }) => memoryMb)).toEqual([128, 512]);
});

test("a runtime that can't run here is refused and changes nothing", async () => {
  const { ports, created } = await withHello();
  await expect(
    settled(ports, updateFunctionConfiguration(ports, { functionName: "hello", architecture: "arm64" })),
  ).rejects.toThrow(RuntimeUnavailable);
  expect((await getFunction(ports, HELLO)).configuration).toEqual(created);
});

test("internet access starts a new environment, and is refused where the host can't offer it", async () => {
  const { ports, runner } = await withHello();
  await invoke(ports, EVENT);
  const changed = await settled(
    ports,
    updateFunctionConfiguration(ports, { functionName: "hello", networkAccess: "internet" }),
  );
  expect(changed.networkAccess).toBe("internet");
  await invoke(ports, EVENT);
  expect(runner.coldStarts.map(({ network }) => network)).toEqual(["none", "internet"]);

  runner.internetAccess = { available: false, reason: "slirp4netns was not found.", remedy: "Install it." };
  await expect(
    settled(
      ports,
      updateFunctionConfiguration(ports, { functionName: "hello", networkAccess: "internet", memoryMb: 512 }),
    ),
  ).rejects.toThrow(new InternetAccessUnavailable("slirp4netns was not found.", "Install it."));
  // What is on already doesn't stand in the way of other changes, and can be switched off.
  await settled(ports, updateFunctionConfiguration(ports, { functionName: "hello", memoryMb: 256 }));
  await settled(ports, updateFunctionConfiguration(ports, { functionName: "hello", networkAccess: "none" }));
  expect((await getFunction(ports, HELLO)).configuration).toMatchObject({ networkAccess: "none", memoryMb: 256 });
});

test("tags are replaced as a whole", async () => {
  const { ports } = await withHello();
  await setTags(ports, { functionName: "hello", tags: { a: "1", b: "2" } });
  expect(await setTags(ports, { functionName: "hello", tags: { b: "3" } })).toEqual({ b: "3" });
  expect((await getFunction(ports, HELLO)).tags).toEqual({ b: "3" });
});

test("a function that is not there is named by its ARN", async () => {
  const { ports } = await openLambda();
  await expect(
    settled(ports, updateFunctionConfiguration(ports, { functionName: "nobody", memoryMb: 256 })),
  ).rejects.toThrow(new FunctionNotFound("arn:aws:lambda:us-east-1:000000000000:function:nobody"));
});

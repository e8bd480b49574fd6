import {
  AliasAlreadyExists,
  AliasNotFound,
  FunctionNotFound,
  InvalidParameterValue,
  RevisionMismatch,
} from "@lambent/model";
import { expect, test } from "vitest";
import { createAlias } from "./create-alias.ts";
import { createFunction } from "./create-function.ts";
import { deleteAlias } from "./delete-alias.ts";
import { getAlias } from "./get-alias.ts";
import { getFunctionConfiguration } from "./get-function-configuration.ts";
import { invoke } from "./invoke.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import { listAliases } from "./list-aliases.ts";
import type { Ports } from "./ports.ts";
import { publishVersion } from "./publish-version.ts";
import { updateAlias } from "./update-alias.ts";
import { updateFunctionConfiguration } from "./update-function-configuration.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
const LIVE = { functionName: "hello", name: "live" } as const;
const ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";
const EVENT = { functionName: "hello", qualifier: "live", payload: new TextEncoder().encode("{}") };

/** A function with versions 1 (128 MB), 2 (129 MB) and 3 (130 MB). */
async function withVersions() {
  const lambda = await openLambda();
  const { ports } = lambda;
  await settled(ports, createFunction(ports, HELLO));
  for (const memoryMb of [128, 129, 130]) {
    await settled(ports, updateFunctionConfiguration(ports, { functionName: "hello", memoryMb }));
    await settled(ports, publishVersion(ports, { functionName: "hello" }));
  }
  return lambda;
}

const weights = (version: string, weight: number) => ({ additionalVersionWeights: { [version]: weight } });
const executedVersion = async (ports: Ports) => (await invoke(ports, EVENT)).definition.configuration.version;

// spec: lambda §1.4: RoutingConfig is absent when there is none
test("an alias is made, read and listed", async () => {
  const { ports } = await withVersions();
  const live = await createAlias(ports, { ...LIVE, functionVersion: "1", description: "what people use" });
  expect(live).toEqual({
    aliasArn: `${ARN}:live`,
    name: "live",
    functionVersion: "1",
    description: "what people use",
    revisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(await getAlias(ports, LIVE)).toEqual(live);
  const next = await createAlias(ports, { ...LIVE, name: "next", functionVersion: "$LATEST" });
  expect(next.description).toBe("");
  expect(await listAliases(ports, { functionName: "hello" })).toEqual({ aliases: [live, next] });
  expect(await listAliases(ports, { functionName: "hello", functionVersion: "1" })).toEqual({ aliases: [live] });
  const { nextMarker } = await listAliases(ports, { functionName: "hello", maxItems: 1 });
  expect(await listAliases(ports, { functionName: "hello", maxItems: 1, marker: nextMarker })).toEqual({
    aliases: [next],
  });
});

// spec: lambda §1.5
test("refusals name what is wrong in AWS's words", async () => {
  const { ports } = await withVersions();
  const create = (functionVersion: string, functionName = "hello") =>
    createAlias(ports, { functionName, name: "live", functionVersion });
  await expect(create("9")).rejects.toThrow(new FunctionNotFound(`${ARN}:9`));
  await expect(create("1", "hi")).rejects.toThrow(FunctionNotFound);
  await create("1");
  await expect(create("2")).rejects.toThrow(new AliasAlreadyExists(`${ARN}:live`));
  const other = { functionName: "hello", name: "other" };
  await expect(getAlias(ports, other)).rejects.toThrow(AliasNotFound.cannotFind(`${ARN}:other`));
  await expect(updateAlias(ports, { ...other, functionVersion: "1" })).rejects.toThrow(
    AliasNotFound.notFound(`${ARN}:other`),
  );
  for (const operation of [getAlias, updateAlias, deleteAlias, listAliases]) {
    await expect(operation(ports, { functionName: "hi", name: "live" })).rejects.toThrow(FunctionNotFound);
  }
});

// spec: lambda §1.5 and §2.4
test("routing takes one more version, another one, and not $LATEST", async () => {
  const { ports } = await withVersions();
  const route = (functionVersion: string, routingConfig: ReturnType<typeof weights>) =>
    createAlias(ports, { ...LIVE, functionVersion, routingConfig });
  const refused = (message: string) => new InvalidParameterValue(message);
  await expect(route("1", { additionalVersionWeights: { "2": 0.1, "3": 0.1 } })).rejects.toThrow(
    refused("Number of items in AdditionalVersionWeights cannot be greater than 1"),
  );
  await expect(route("1", weights("1", 0.1))).rejects.toThrow(
    refused("Invalid function version 1. Function version 1 is already included in routing configuration."),
  );
  await expect(route("$LATEST", weights("1", 0.1))).rejects.toThrow(
    refused("$LATEST is not supported for an alias pointing to more than 1 version"),
  );
  await expect(route("1", weights("9", 0.1))).rejects.toThrow(new FunctionNotFound(`${ARN}:9`));
  await route("1", weights("2", 0.1));
  // What an update leaves alone is judged together with what it changes.
  await expect(updateAlias(ports, { ...LIVE, functionVersion: "2" })).rejects.toThrow(InvalidParameterValue);
});

// spec: lambda §2.4: AWS demands it of both versions
test("two versions with different execution roles can't share an alias", async () => {
  const { ports } = await withVersions();
  await ports.store.functions.update(ports.scope, "hello", {}, { role: "arn:aws:iam::000000000000:role/other" });
  await settled(ports, publishVersion(ports, { functionName: "hello" }));
  await expect(createAlias(ports, { ...LIVE, functionVersion: "4", routingConfig: weights("1", 0.5) })).rejects.toThrow(
    "Versions 4 and 1 have different execution roles.",
  );
});

// spec: lambda §1.4
test("an update changes what is given, an empty map ends the routing, and each one is a new revision", async () => {
  const { ports } = await withVersions();
  const made = await createAlias(ports, { ...LIVE, functionVersion: "1", routingConfig: weights("2", 0.25) });
  const moved = await updateAlias(ports, { ...LIVE, functionVersion: "3", revisionId: made.revisionId });
  expect(moved).toEqual({ ...made, functionVersion: "3", revisionId: moved.revisionId });
  await expect(updateAlias(ports, { ...LIVE, description: "x", revisionId: made.revisionId })).rejects.toThrow(
    RevisionMismatch,
  );
  const cleared = await updateAlias(ports, { ...LIVE, routingConfig: { additionalVersionWeights: {} } });
  expect(cleared).not.toHaveProperty("routingConfig");
  expect(new Set([made, moved, cleared].map(({ revisionId }) => revisionId)).size).toBe(3);
  expect(await getAlias(ports, LIVE)).toEqual(cleared);
});

test("two updates at once never leave an alias that none of both could have made", async () => {
  const { ports } = await withVersions();
  await createAlias(ports, { ...LIVE, functionVersion: "1" });
  const results = await Promise.allSettled([
    updateAlias(ports, { ...LIVE, functionVersion: "2" }),
    updateAlias(ports, { ...LIVE, routingConfig: weights("2", 0.5) }),
  ]);
  const { functionVersion, routingConfig } = await getAlias(ports, LIVE);
  expect(Object.keys(routingConfig?.additionalVersionWeights ?? {})).not.toContain(functionVersion);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

// spec: lambda §2.4
test("an invocation by alias runs its version at once after each change, and names the alias as it was called", async () => {
  const { ports, runner } = await withVersions();
  await createAlias(ports, { ...LIVE, functionVersion: "1" });
  expect(await executedVersion(ports)).toBe("1");
  await updateAlias(ports, { ...LIVE, functionVersion: "2" });
  expect(await executedVersion(ports)).toBe("2");
  await updateAlias(ports, { ...LIVE, functionVersion: "$LATEST" });
  expect(await executedVersion(ports)).toBe("$LATEST");
  expect(new Set(runner.requests.map(({ invokedFunctionArn }) => invokedFunctionArn))).toEqual(
    new Set([`${ARN}:live`]),
  );
  await deleteAlias(ports, LIVE);
  await expect(invoke(ports, EVENT)).rejects.toThrow(new FunctionNotFound(`${ARN}:live`));
  await deleteAlias(ports, LIVE);
});

// spec: lambda §2.4: at random for each invocation
test("a weight sends its share of the invocations to the other version", async () => {
  const { ports } = await withVersions();
  await createAlias(ports, { ...LIVE, functionVersion: "1", routingConfig: weights("2", 0.25) });
  const drawn = [0, 0.2499, 0.25, 0.9999];
  let draw = 0;
  ports.ids.random = () => drawn[draw++ % drawn.length]!;
  const ran = [];
  for (let invocation = 0; invocation < 4; invocation++) ran.push(await executedVersion(ports));
  expect(ran).toEqual(["2", "2", "1", "1"]);
  await updateAlias(ports, { ...LIVE, routingConfig: weights("2", 1) });
  expect(await executedVersion(ports)).toBe("2");
  await updateAlias(ports, { ...LIVE, routingConfig: weights("2", 0) });
  expect(await executedVersion(ports)).toBe("1");
});

// spec: lambda §2.4
test("GetFunction of an alias is its first version's configuration under the alias's ARN", async () => {
  const { ports } = await withVersions();
  await createAlias(ports, { ...LIVE, functionVersion: "2", routingConfig: weights("1", 0.5) });
  const version = await getFunctionConfiguration(ports, { functionName: "hello", qualifier: "2" });
  expect(await getFunctionConfiguration(ports, { functionName: "hello", qualifier: "live" })).toEqual({
    ...version,
    functionArn: `${ARN}:live`,
  });
});

test("a warm invocation by alias waits for no database", async () => {
  const { ports } = await withVersions();
  await createAlias(ports, { ...LIVE, functionVersion: "1" });
  await executedVersion(ports);
  await ports.store.close();
  expect(await executedVersion(ports)).toBe("1");
});

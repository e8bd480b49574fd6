import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FunctionNotFound, ResourceConflict, RevisionMismatch } from "@lambent/model";
import { expect, test } from "vitest";
import { openStore, type Store } from "../index.ts";
import { functionRecord, SCOPE, temporaryStore } from "../testing/temporary-store.ts";

async function publish(store: Store, functionName = "hello", sourceSha256 = "source") {
  const { revisionId } = await store.functions.require(SCOPE, functionName);
  return store.versions.publish(SCOPE, functionName, { expectedRevisionId: revisionId, sourceSha256 });
}

test("a version comes back as it was published, also after the store was closed, whatever becomes of the function", async () => {
  const store = await temporaryStore();
  const record = functionRecord({
    description: "Größe",
    environmentVariables: { SECRET_WORD: "xylophone" },
    tags: { team: "a" },
    memoryMb: 777,
  });
  await store.functions.create(record);
  await store.functions.reserveConcurrency(SCOPE, "hello", 5);
  const { version, latest } = await publish(store);
  expect(version).toEqual({
    ...record,
    functionArn: `${record.functionArn}:1`,
    version: "1",
    tags: {},
    state: "Pending",
    stateReason: "The function is being created.",
    lastUpdateStatus: undefined,
    revisionId: version.revisionId,
  });
  expect(latest.revisionId).not.toBe(record.revisionId);
  await store.functions.update(SCOPE, "hello", {}, { memoryMb: 128, environmentVariables: {} });
  await store.close();
  const files = readdirSync(store.directory).filter((name) => name.startsWith("lambent.db"));
  for (const name of files) expect(readFileSync(join(store.directory, name)).includes("xylophone")).toBe(false);
  const again = await openStore({ directory: store.directory });
  expect(await again.versions.get(SCOPE, "hello", "1")).toEqual(version);
  await again.close();
});

test("twenty publications of one revision make one version", async () => {
  const store = await temporaryStore();
  const { revisionId } = await store.functions.create(functionRecord());
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      store.versions.publish(SCOPE, "hello", { expectedRevisionId: revisionId, sourceSha256: "source" }),
    ),
  );
  const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(refusals).toHaveLength(19);
  expect(refusals.every((error) => error instanceof RevisionMismatch)).toBe(true);
  expect(await store.versions.list(SCOPE, "hello", { limit: 50 })).toHaveLength(1);
  await expect(publish(store, "nobody")).rejects.toThrow(FunctionNotFound);
});

test("the last published version is none once it is deleted, and its number is gone with it", async () => {
  const store = await temporaryStore();
  await store.functions.create(functionRecord());
  expect(await store.versions.lastPublished(SCOPE, "hello")).toBeNull();
  await publish(store, "hello", "one");
  await publish(store, "hello", "two");
  expect(await store.versions.lastPublished(SCOPE, "hello")).toMatchObject({
    record: { version: "2" },
    sourceSha256: "two",
  });
  expect(await store.versions.delete(SCOPE, "hello", "2")).toBe(true);
  expect(await store.versions.delete(SCOPE, "hello", "2")).toBe(false);
  expect(await store.versions.lastPublished(SCOPE, "hello")).toBeNull();
  expect((await publish(store)).version.version).toBe("3");
});

test("only digits as they are counted name a version", async () => {
  const store = await temporaryStore();
  await store.functions.create(functionRecord());
  await publish(store);
  expect(await store.versions.get(SCOPE, "hello", "1")).not.toBeNull();
  for (const text of ["01", "1.0", "1e0", " 1", "", "$LATEST", "9".repeat(30), "2147483648"]) {
    expect(await store.versions.get(SCOPE, "hello", text), text).toBeNull();
    expect(await store.versions.delete(SCOPE, "hello", text), text).toBe(false);
  }
});

test("a version and an alias to it are never torn apart, whoever is first", async () => {
  const store = await temporaryStore();
  await store.functions.create(functionRecord());
  for (let round = 0; round < 10; round++) {
    const { version } = (await publish(store)).version;
    const alias = { name: `alias-${round}`, functionVersion: version, description: "" };
    const [created, deleted] = await Promise.allSettled([
      store.aliases.create(SCOPE, "hello", alias),
      store.versions.delete(SCOPE, "hello", version),
    ]);
    if (created.status === "fulfilled") {
      expect(deleted.status === "rejected" && deleted.reason).toBeInstanceOf(ResourceConflict);
      expect(await store.versions.get(SCOPE, "hello", version)).not.toBeNull();
    } else expect(created.reason).toBeInstanceOf(FunctionNotFound);
  }
});

test("a deleted function leaves nothing of its versions, aliases, policies and provisioned concurrency", async () => {
  const store = await temporaryStore();
  await store.functions.create(functionRecord());
  await publish(store);
  await store.aliases.create(SCOPE, "hello", { name: "live", functionVersion: "1", description: "" });
  await store.provisionedConcurrency.put(SCOPE, "hello", "live", 1);
  const statement = { Sid: "a", Effect: "Allow", Principal: "*", Action: "lambda:*", Resource: "arn" } as const;
  await store.resourcePolicies.change(SCOPE, "hello", "live", {}, () => [statement]);
  await store.functions.delete(SCOPE, "hello");
  await store.functions.create(functionRecord());
  await publish(store);
  await store.aliases.create(SCOPE, "hello", { name: "live", functionVersion: "1", description: "" });
  expect(await store.provisionedConcurrency.list(SCOPE)).toEqual([]);
  expect((await store.resourcePolicies.get(SCOPE, "hello", "live")).statements).toEqual([]);
  expect(await store.versions.list(SCOPE, "hello", { limit: 50 })).toHaveLength(1);
});

test("versions left Pending are found, and no others", async () => {
  const store = await temporaryStore();
  await store.functions.create(functionRecord());
  await publish(store);
  await publish(store);
  await store.versions.setState(SCOPE, "hello", "1", {
    state: "Active",
    stateReason: null,
    lastUpdateStatus: "Successful",
  });
  expect((await store.versions.listUnfinished()).map(({ functionArn }) => functionArn)).toEqual([
    "arn:aws:lambda:us-east-1:123456789012:function:hello:2",
  ]);
});

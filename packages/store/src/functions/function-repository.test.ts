import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EntityAlreadyExists, FunctionAlreadyExists, FunctionNotFound, RevisionMismatch } from "@lambent/model";
import { describe, expect, onTestFinished, test } from "vitest";
import { openStore } from "../index.ts";
import { roleRecord } from "../testing/role-record.ts";
import { functionRecord, SCOPE, temporaryStore } from "../testing/temporary-store.ts";

const ELSEWHERE = { accountId: SCOPE.accountId, region: "eu-west-1" };

describe("a function", () => {
  test("comes back as it was created, also after the store was closed", async () => {
    const { functions, directory, close } = await temporaryStore();
    const record = functionRecord({
      description: "Größe, naïve & 日本",
      environmentVariables: { KEY: "välue\n", EMPTY_ONE: "" },
      tags: { team: "a", "Team/Ü": "" },
      state: "Pending",
      stateReason: "The function is being created.",
      lastUpdateStatus: undefined,
    });
    delete record.lastUpdateStatus;
    expect(await functions.create(record)).toEqual(record);
    expect(await functions.require(SCOPE, "hello")).toEqual(record);
    await close();
    const again = await openStore({ directory });
    expect(await again.functions.get(SCOPE, "hello")).toEqual(record);
    await again.close();
  });

  test("has a name that is unique in its account and Region, case included", async () => {
    const { functions } = await temporaryStore();
    await functions.create(functionRecord());
    await expect(functions.create(functionRecord())).rejects.toThrow(new FunctionAlreadyExists("hello"));
    await functions.create(functionRecord({ functionName: "Hello" }));
    await functions.create(functionRecord({ scope: ELSEWHERE }));
    expect([await functions.count(SCOPE), await functions.count(ELSEWHERE)]).toEqual([2, 1]);
  });

  test("that is created by twenty callers at once is created once", async () => {
    const { functions } = await temporaryStore();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => functions.create(functionRecord())));
    const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refusals).toHaveLength(19);
    expect(refusals.every((error) => error instanceof FunctionAlreadyExists)).toBe(true);
  });

  test("that is missing is null to get and FunctionNotFound to require, with its ARN", async () => {
    const { functions } = await temporaryStore();
    expect(await functions.get(SCOPE, "nobody")).toBeNull();
    await expect(functions.require(SCOPE, "nobody")).rejects.toThrow(
      "Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody",
    );
    await expect(functions.update(SCOPE, "nobody", {}, { memoryMb: 256 })).rejects.toThrow(FunctionNotFound);
    expect(await functions.delete(SCOPE, "nobody")).toBe(false);
  });

  test("is made together with its role, or not at all", async () => {
    const { functions, roles } = await temporaryStore();
    await functions.create(functionRecord(), roleRecord("hello-role-abcdefgh"));
    expect(await roles.require(SCOPE, "hello-role-abcdefgh")).toEqual(roleRecord("hello-role-abcdefgh"));
    await expect(
      functions.create(functionRecord({ functionName: "other" }), roleRecord("hello-role-abcdefgh")),
    ).rejects.toThrow(EntityAlreadyExists);
    expect(await functions.get(SCOPE, "other")).toBeNull();
    await expect(functions.create(functionRecord(), roleRecord("another-role"))).rejects.toThrow(FunctionAlreadyExists);
    expect(await roles.get(SCOPE, "another-role")).toBeNull();
  });
});

describe("an update", () => {
  test("changes what it names, keeps the rest and sets revision and time", async () => {
    const { functions } = await temporaryStore({ clock: { now: () => new Date("2026-11-24T09:00:00.123Z") } });
    const before = await functions.create(functionRecord({ environmentVariables: { KEY: "1" }, tags: { a: "b" } }));
    const after = await functions.update(SCOPE, "hello", {}, { memoryMb: 256, description: "New" });
    expect(after).toEqual({
      ...before,
      memoryMb: 256,
      description: "New",
      lastModified: "2026-11-24T09:00:00.123Z",
      revisionId: after.revisionId,
    });
    expect(after.revisionId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(after.revisionId).not.toBe(before.revisionId);
    expect(await functions.get(SCOPE, "hello")).toEqual(after);
  });

  test("takes revision and time when told", async () => {
    const { functions } = await temporaryStore();
    await functions.create(functionRecord());
    const told = { revisionId: "told", lastModified: "2020-01-01T00:00:00.000Z" };
    expect(await functions.update(SCOPE, "hello", {}, told)).toMatchObject(told);
  });

  test("replaces tags and variables as a whole and can remove a state reason", async () => {
    const { functions } = await temporaryStore();
    await functions.create(
      functionRecord({ tags: { a: "1", b: "2" }, environmentVariables: { AA: "1" }, stateReason: "Because" }),
    );
    await functions.update(
      SCOPE,
      "hello",
      {},
      { tags: { b: "3" }, environmentVariables: { BB: "2" }, stateReason: null },
    );
    const record = await functions.require(SCOPE, "hello");
    expect(record.tags).toEqual({ b: "3" });
    expect(record.environmentVariables).toEqual({ BB: "2" });
    expect(record).not.toHaveProperty("stateReason");
  });

  test("from an old revision is refused and changes nothing", async () => {
    const { functions } = await temporaryStore();
    const { revisionId } = await functions.create(functionRecord({ tags: { a: "1" } }));
    const winner = await functions.update(SCOPE, "hello", { expectedRevisionId: revisionId }, { memoryMb: 256 });
    await expect(
      functions.update(SCOPE, "hello", { expectedRevisionId: revisionId }, { memoryMb: 512, tags: {} }),
    ).rejects.toThrow(RevisionMismatch);
    expect(await functions.require(SCOPE, "hello")).toEqual(winner);
  });

  test("by twenty callers from one revision succeeds once", async () => {
    const { functions } = await temporaryStore();
    const { revisionId } = await functions.create(functionRecord());
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        functions.update(
          SCOPE,
          "hello",
          { expectedRevisionId: revisionId },
          { memoryMb: 200 + index, tags: { n: `${index}` } },
        ),
      ),
    );
    const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(won).toHaveLength(1);
    expect(await functions.require(SCOPE, "hello")).toEqual(won[0]);
  });

  test("made a hundred times leaves no file open", async () => {
    const { functions } = await temporaryStore();
    await functions.create(functionRecord());
    await functions.update(SCOPE, "hello", {}, { tags: { n: "warm" } });
    const openFiles = () => readdirSync("/proc/self/fd").length;
    const before = openFiles();
    await Promise.all(
      Array.from({ length: 100 }, (_, index) => functions.update(SCOPE, "hello", {}, { tags: { n: `${index}` } })),
    );
    expect(openFiles()).toBeLessThanOrEqual(before + 2);
  });
});

describe("reserved concurrency", () => {
  test("is kept, 0 included, until it is given back or the function goes; the revision stays", async () => {
    const { functions, directory, close } = await temporaryStore();
    const record = await functions.create(functionRecord());
    await functions.create(functionRecord({ functionName: "off" }));
    await functions.create(functionRecord({ functionName: "elsewhere", scope: ELSEWHERE }));
    expect(await functions.listReservations(SCOPE)).toEqual([]);
    expect(await functions.reserveConcurrency(SCOPE, "hello", 5)).toBe(true);
    expect(await functions.reserveConcurrency(SCOPE, "off", 0)).toBe(true);
    expect(await functions.reserveConcurrency(ELSEWHERE, "elsewhere", 7)).toBe(true);
    await close();

    const again = await openStore({ directory });
    onTestFinished(() => again.close());
    expect(await again.functions.listReservations(SCOPE)).toEqual([
      { functionName: "hello", reservedConcurrentExecutions: 5 },
      { functionName: "off", reservedConcurrentExecutions: 0 },
    ]);
    expect(await again.functions.require(SCOPE, "hello")).toEqual({ ...record, reservedConcurrentExecutions: 5 });
    expect(await again.functions.reserveConcurrency(SCOPE, "hello", null)).toBe(true);
    expect(await again.functions.require(SCOPE, "hello")).toEqual(record);
    await again.functions.delete(SCOPE, "off");
    expect(await again.functions.listReservations(SCOPE)).toEqual([]);
  });

  test("of a function that is not there changes nothing", async () => {
    const { functions } = await temporaryStore();
    expect(await functions.reserveConcurrency(SCOPE, "nobody", 5)).toBe(false);
    expect(await functions.listReservations(SCOPE)).toEqual([]);
  });
});

test("internet access is part of an update", async () => {
  const { functions } = await temporaryStore();
  await functions.create(functionRecord());
  await functions.update(SCOPE, "hello", {}, { networkAccess: "internet" });
  expect(await functions.require(SCOPE, "hello")).toMatchObject({ networkAccess: "internet" });
});

describe("deleting", () => {
  test("takes tags, draft, test events and the managed role along", async () => {
    const { functions, roles, drafts, testEvents } = await temporaryStore();
    await functions.create(functionRecord({ tags: { a: "1" } }), roleRecord("hello-role-abcdefgh"));
    await drafts.save(SCOPE, "hello", { baseCodeSha256: "x", changes: [] });
    await testEvents.save(SCOPE, "hello", { name: "event", eventJson: "{}" });
    expect(await functions.delete(SCOPE, "hello")).toBe(true);
    expect(await roles.get(SCOPE, "hello-role-abcdefgh")).toBeNull();
    expect(await functions.tagKeys(SCOPE)).toEqual([]);
    await functions.create(functionRecord());
    expect(await drafts.get(SCOPE, "hello")).toBeNull();
    expect(await testEvents.list(SCOPE, "hello")).toEqual([]);
  });

  test("leaves a role that was not made for the function, or that another one uses", async () => {
    const { functions, roles } = await temporaryStore();
    await functions.create(
      functionRecord({ functionName: "guest", roleName: "shared", roleManaged: false }),
      roleRecord("shared"),
    );
    await functions.create(functionRecord({ functionName: "one", roleName: "both" }), roleRecord("both"));
    await functions.create(functionRecord({ functionName: "two", roleName: "both" }));
    await functions.delete(SCOPE, "guest");
    await functions.delete(SCOPE, "one");
    expect(await roles.get(SCOPE, "shared")).not.toBeNull();
    expect(await roles.get(SCOPE, "both")).not.toBeNull();
    await functions.delete(SCOPE, "two");
    expect(await roles.get(SCOPE, "both")).toBeNull();
  });
});

test("functions that a crash may have left half done are found in every scope", async () => {
  const { functions } = await temporaryStore();
  await functions.create(functionRecord({ functionName: "pending", state: "Pending" }));
  await functions.create(
    functionRecord({ functionName: "updating", scope: ELSEWHERE, lastUpdateStatus: "InProgress" }),
  );
  await functions.create(functionRecord({ functionName: "fine" }));
  expect((await functions.listUnfinished()).map(({ functionName }) => functionName)).toEqual(["pending", "updating"]);
});

test("no environment variable is readable in the files of the store", async () => {
  const { functions, directory, close } = await temporaryStore();
  await functions.create(functionRecord({ environmentVariables: { API_TOKEN: "plainly-visible-secret" } }));
  await functions.update(SCOPE, "hello", {}, { environmentVariables: { API_TOKEN: "second-visible-secret" } });
  await close();
  const databaseFiles = readdirSync(directory).filter((name) => name.startsWith("lambent.db"));
  const bytes = databaseFiles.map((name) => readFileSync(join(directory, name)).toString("latin1")).join();
  expect(bytes).toContain("hello-role-abcdefgh");
  expect(/visible-secret|API_TOKEN/.test(bytes)).toBe(false);
});

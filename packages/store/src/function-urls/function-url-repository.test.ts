import { FunctionNotFound } from "@lambent/model";
import { expect, test } from "vitest";
import type { FunctionUrlRecord } from "../index.ts";
import { functionRecord, SCOPE, temporaryStore } from "../testing/temporary-store.ts";

const NOW = "2026-11-26T10:00:00.000Z";
const url = (given: Partial<FunctionUrlRecord> = {}): FunctionUrlRecord => ({
  urlId: "a".repeat(32),
  scope: SCOPE,
  functionName: "hello",
  qualifier: "$LATEST",
  authType: "NONE",
  invokeMode: "BUFFERED",
  creationTime: NOW,
  lastModifiedTime: NOW,
  ...given,
});

async function withHello() {
  const store = await temporaryStore({ clock: { now: () => new Date("2026-11-26T11:00:00.000Z") } });
  await store.functions.create(functionRecord());
  return store;
}

test("a URL is kept whole and found by its function and by its id, in whatever scope", async () => {
  const { functionUrls } = await withHello();
  const made = url({ cors: { allowOrigins: ["*"], maxAgeSeconds: 60 } });
  expect(await functionUrls.create(made)).toEqual(made);
  expect(await functionUrls.get(SCOPE, "hello", "$LATEST")).toEqual(made);
  expect(await functionUrls.byUrlId(made.urlId)).toEqual(made);
  expect(await functionUrls.byUrlId("b".repeat(32))).toBeNull();
  expect(await functionUrls.get({ ...SCOPE, region: "eu-west-1" }, "hello", "$LATEST")).toBeNull();
});

test("a qualifier has one URL, and an id is given once", async () => {
  const { functionUrls } = await withHello();
  await functionUrls.create(url());
  expect(await functionUrls.create(url({ urlId: "b".repeat(32) }))).toBeNull();
  await expect(functionUrls.create(url({ qualifier: "PROD" }))).rejects.toThrow();
  await expect(functionUrls.create(url({ functionName: "nobody" }))).rejects.toThrow(FunctionNotFound);
});

test("an update changes what is given and the time", async () => {
  const { functionUrls } = await withHello();
  await functionUrls.create(url({ cors: { allowCredentials: true } }));
  expect(await functionUrls.update(SCOPE, "hello", "$LATEST", { authType: "AWS_IAM" })).toEqual(
    url({ authType: "AWS_IAM", cors: { allowCredentials: true }, lastModifiedTime: "2026-11-26T11:00:00.000Z" }),
  );
  expect((await functionUrls.update(SCOPE, "hello", "$LATEST", { cors: {} }))?.cors).toEqual({});
  expect(await functionUrls.update(SCOPE, "hello", "$LATEST", { cors: null })).not.toHaveProperty("cors");
  expect(await functionUrls.update(SCOPE, "hello", "PROD", {})).toBeNull();
});

test("the list comes in pages, the function's own URL first", async () => {
  const { functionUrls } = await withHello();
  for (const [index, qualifier] of ["b", "$LATEST", "A", "-"].entries()) {
    await functionUrls.create(url({ urlId: `${index}`.repeat(32), qualifier }));
  }
  const first = await functionUrls.list(SCOPE, "hello", { maxItems: 3 });
  expect(first.items.map(({ qualifier }) => qualifier)).toEqual(["$LATEST", "-", "A"]);
  const second = await functionUrls.list(SCOPE, "hello", { maxItems: 3, marker: first.nextMarker });
  expect(second.items.map(({ qualifier }) => qualifier)).toEqual(["b"]);
  expect(second).not.toHaveProperty("nextMarker");
});

test("URLs go with their function, or by themselves", async () => {
  const { functionUrls, functions } = await withHello();
  await functionUrls.create(url());
  await functionUrls.create(url({ urlId: "b".repeat(32), qualifier: "PROD" }));
  expect(await functionUrls.delete(SCOPE, "hello", "PROD")).toBe(true);
  expect(await functionUrls.delete(SCOPE, "hello", "PROD")).toBe(false);
  await functions.delete(SCOPE, "hello");
  expect(await functionUrls.byUrlId("a".repeat(32))).toBeNull();
});

import { DEFAULT_SCOPE } from "@lambent/model";
import { expect, test } from "vitest";
import { addPermission } from "../add-permission.ts";
import { createFunction } from "../create-function.ts";
import { deleteFunction } from "../delete-function.ts";
import { openLambda } from "../lambda.fixture.ts";
import type { Ports } from "../ports.ts";
import { removePermission } from "../remove-permission.ts";
import { createFunctionUrlConfig } from "./create-function-url-config.ts";
import { deleteFunctionUrlConfig } from "./delete-function-url-config.ts";
import { createKnownFunctionUrls } from "./known-function-urls.ts";
import { updateFunctionUrlConfig } from "./update-function-url-config.ts";

const HELLO = { functionName: "hello" };

async function withUrl(ports: Ports, functionName: string): Promise<string> {
  await createFunction(ports, { functionName, runtime: "nodejs22.x", architecture: "x86_64" });
  return urlOf(ports, functionName);
}

async function urlOf(ports: Ports, functionName: string): Promise<string> {
  const { functionUrl } = await createFunctionUrlConfig(ports, { functionName, authType: "NONE" });
  return new URL(functionUrl).hostname.split(".")[0] as string;
}

test("a URL that was asked for is known without the store, until a use case changes or deletes it", async () => {
  const { ports } = await openLambda();
  const { knownFunctionUrls: known, store } = ports;
  const urlId = await withUrl(ports, "hello");
  expect(await known.find(urlId)).toMatchObject({ ...HELLO, qualifier: "$LATEST", authType: "NONE" });
  await store.functionUrls.update(DEFAULT_SCOPE, "hello", "$LATEST", { invokeMode: "RESPONSE_STREAM" });
  expect(await known.find(urlId)).toMatchObject({ authType: "NONE", invokeMode: "BUFFERED" });
  await updateFunctionUrlConfig(ports, { ...HELLO, authType: "AWS_IAM" });
  expect(await known.find(urlId)).toMatchObject({ authType: "AWS_IAM", invokeMode: "RESPONSE_STREAM" });
  await deleteFunctionUrlConfig(ports, HELLO);
  expect(await known.find(urlId)).toBeNull();
});

test("a deleted function's URL is known no more, and that of another function stays", async () => {
  const { ports } = await openLambda();
  const { knownFunctionUrls: known, store } = ports;
  const [hello, other] = [await withUrl(ports, "hello"), await withUrl(ports, "other")];
  await Promise.all([known.find(hello), known.find(other)]);
  await deleteFunction(ports, HELLO);
  expect(await known.find(hello)).toBeNull();
  await store.functionUrls.delete(DEFAULT_SCOPE, "other", "$LATEST");
  expect(await known.find(other)).toMatchObject({ functionName: "other" });
});

test("what was read before a change isn't kept after it", async () => {
  const { ports } = await openLambda();
  const urlId = await withUrl(ports, "hello");
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const known = createKnownFunctionUrls({
    functionUrls: {
      ...ports.store.functionUrls,
      async byUrlId(id) {
        const record = await ports.store.functionUrls.byUrlId(id);
        await held;
        return record;
      },
    },
  });
  const early = known.find(urlId);
  await updateFunctionUrlConfig({ ...ports, knownFunctionUrls: known }, { ...HELLO, authType: "AWS_IAM" });
  answer();
  await early;
  expect(await known.find(urlId)).toMatchObject({ authType: "AWS_IAM" });
});

test("no more than the limit is kept, and neither ids that nobody has nor what can be none", async () => {
  const { ports } = await openLambda();
  const read: string[] = [];
  const functionUrls = {
    ...ports.store.functionUrls,
    byUrlId(urlId: string) {
      read.push(urlId);
      return ports.store.functionUrls.byUrlId(urlId);
    },
  };
  const known = createKnownFunctionUrls({ functionUrls }, 1);
  const [hello, other] = [await withUrl(ports, "hello"), await withUrl(ports, "other")];
  const nobodys = "0".repeat(32);
  for (const urlId of [hello, hello, other, other, hello]) await known.find(urlId);
  expect(read).toEqual([hello, other, hello]);
  for (const urlId of [nobodys, nobodys, "__proto__", `${nobodys}0`]) expect(await known.find(urlId)).toBeNull();
  expect(read.slice(3)).toEqual([nobodys, nobodys]);
});

test("a function's policy is known without the store, until a permission is given or taken", async () => {
  const { ports } = await openLambda();
  await createFunction(ports, { ...HELLO, runtime: "nodejs22.x", architecture: "x86_64" });
  const sids = async () => (await ports.definitions.policy("hello")).Statement.map(({ Sid }) => Sid);
  const guard = { expectedRevisionId: undefined };
  expect(await sids()).toEqual([]);
  await addPermission(ports, { ...HELLO, statementId: "one", action: "lambda:InvokeFunction", principal: "*" });
  expect(await sids()).toEqual(["one"]);
  await ports.store.resourcePolicies.change(DEFAULT_SCOPE, "hello", "$LATEST", guard, () => []);
  expect(await sids()).toEqual(["one"]);
  await addPermission(ports, { ...HELLO, statementId: "two", action: "lambda:InvokeFunction", principal: "*" });
  expect(await sids()).toEqual(["two"]);
  await removePermission(ports, { ...HELLO, statementId: "two" });
  expect(await sids()).toEqual([]);
});

import { FunctionUrlCorsSchema, ResourceConflict, ResourceNotFound } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "../create-function.ts";
import { deleteFunctions } from "../delete-functions.ts";
import { openLambda } from "../lambda.fixture.ts";
import { createPorts, type Ports } from "../ports.ts";
import { createFunctionUrlConfig } from "./create-function-url-config.ts";
import { deleteFunctionUrlConfig } from "./delete-function-url-config.ts";
import { newFunctionUrlId } from "./function-url-id.ts";
import { getFunctionUrlConfig } from "./get-function-url-config.ts";
import { listFunctionUrlConfigs } from "./list-function-url-configs.ts";
import { updateFunctionUrlConfig } from "./update-function-url-config.ts";

const HELLO = { functionName: "hello" };
const ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";
const GONE = new ResourceNotFound("The resource you requested does not exist.");
const NO_FUNCTION = new ResourceNotFound("Function does not exist");
const idOf = (functionUrl: string) => new URL(functionUrl).hostname.split(".")[0]!;

async function withHello(): Promise<Ports> {
  const { ports } = await openLambda();
  await createFunction(ports, { ...HELLO, runtime: "nodejs22.x", architecture: "x86_64" });
  return ports;
}

/** A URL as one for an alias is kept; aliases themselves are another matter. */
async function urlOfAlias(ports: Ports, qualifier: string): Promise<void> {
  await ports.store.functionUrls.create({
    urlId: newFunctionUrlId(ports.ids),
    scope: ports.scope,
    ...HELLO,
    qualifier,
    authType: "AWS_IAM",
    invokeMode: "BUFFERED",
    creationTime: "2026-11-26T10:00:00.000Z",
    lastModifiedTime: "2026-11-26T10:00:00.000Z",
  });
}

test("a URL is made, read, found by its id, changed, listed and deleted (spec §1.4)", async () => {
  const ports = await withHello();
  const created = await createFunctionUrlConfig(ports, { ...HELLO, authType: "NONE" });
  expect(created).toEqual({
    functionUrl: expect.stringMatching(/^http:\/\/[a-z0-9]{32}\.lambda-url\.us-east-1\.localhost:4566\/$/),
    functionArn: ARN,
    authType: "NONE",
    invokeMode: "BUFFERED",
    creationTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    lastModifiedTime: created.creationTime,
  });
  expect(await getFunctionUrlConfig(ports, HELLO)).toEqual(created);
  expect(await ports.store.functionUrls.byUrlId(idOf(created.functionUrl))).toMatchObject({
    ...HELLO,
    qualifier: "$LATEST",
    scope: ports.scope,
  });
  const cors = { allowOrigins: ["https://example.com"], allowCredentials: true };
  const updated = await updateFunctionUrlConfig(ports, { ...HELLO, cors, invokeMode: "RESPONSE_STREAM" });
  const { lastModifiedTime } = updated;
  expect(updated).toEqual({ ...created, cors, invokeMode: "RESPONSE_STREAM", lastModifiedTime });
  expect((await listFunctionUrlConfigs(ports, HELLO)).items).toEqual([await getFunctionUrlConfig(ports, HELLO)]);
  await deleteFunctionUrlConfig(ports, HELLO);
  expect(await listFunctionUrlConfigs(ports, HELLO)).toEqual({ items: [] });
});

test("refusals are in AWS's words (spec §1.5)", async () => {
  const ports = await withHello();
  const nobody = { functionName: "nobody" };
  await expect(createFunctionUrlConfig(ports, { ...nobody, authType: "NONE" })).rejects.toThrow(NO_FUNCTION);
  await expect(listFunctionUrlConfigs(ports, nobody)).rejects.toThrow(NO_FUNCTION);
  const ofMissingAlias = { ...HELLO, qualifier: "PROD", authType: "NONE" } as const;
  await expect(createFunctionUrlConfig(ports, ofMissingAlias)).rejects.toThrow(NO_FUNCTION);
  for (const missing of [HELLO, nobody, { ...HELLO, qualifier: "PROD" }]) {
    await expect(getFunctionUrlConfig(ports, missing)).rejects.toThrow(GONE);
    await expect(updateFunctionUrlConfig(ports, missing)).rejects.toThrow(GONE);
    await expect(deleteFunctionUrlConfig(ports, missing)).rejects.toThrow(GONE);
  }
  await createFunctionUrlConfig(ports, { ...HELLO, authType: "NONE" });
  await expect(createFunctionUrlConfig(ports, { ...HELLO, authType: "AWS_IAM" })).rejects.toThrow(
    new ResourceConflict(
      `Failed to create function url config for [functionArn = ${ARN}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    ),
  );
});

test("an alias's URL is its own and outlives the alias", async () => {
  const ports = await withHello();
  const own = await createFunctionUrlConfig(ports, { ...HELLO, authType: "NONE" });
  await urlOfAlias(ports, "PROD");
  const ofAlias = await getFunctionUrlConfig(ports, { ...HELLO, qualifier: "PROD" });
  expect(ofAlias.functionArn).toBe(`${ARN}:PROD`);
  expect(ofAlias.functionUrl).not.toBe(own.functionUrl);
  const first = await listFunctionUrlConfigs(ports, { ...HELLO, maxItems: 1 });
  expect(first.items).toEqual([own]);
  const second = await listFunctionUrlConfigs(ports, { ...HELLO, maxItems: 1, marker: first.nextMarker });
  expect(second).toEqual({ items: [ofAlias] });
  await deleteFunctionUrlConfig(ports, { ...HELLO, qualifier: "PROD" });
  expect(await getFunctionUrlConfig(ports, HELLO)).toEqual(own);
});

test("a new URL never answers at an old address, neither of the function nor of one with its name", async () => {
  const ports = await withHello();
  const urls: string[] = [];
  for (let turn = 0; turn < 3; turn++) {
    urls.push((await createFunctionUrlConfig(ports, { ...HELLO, authType: "NONE" })).functionUrl);
    if (turn === 0) await deleteFunctionUrlConfig(ports, HELLO);
    else {
      await deleteFunctions(ports, { functionNames: ["hello"] });
      await createFunction(ports, { ...HELLO, runtime: "nodejs22.x", architecture: "x86_64" });
    }
  }
  expect(new Set(urls).size).toBe(3);
  for (const url of urls) expect(await ports.store.functionUrls.byUrlId(idOf(url))).toBeNull();
});

test("the address is the one that the server is told", async () => {
  const ports = await createPorts({
    ...(await withHello()),
    functionUrlEndpoint: { protocol: "https", domain: "on.aws" },
  });
  const { functionUrl } = await createFunctionUrlConfig(ports, { ...HELLO, authType: "NONE" });
  expect(functionUrl).toMatch(/^https:\/\/[a-z0-9]{32}\.lambda-url\.us-east-1\.on\.aws\/$/);
});

test("settings that the schema takes come back as they were", async () => {
  const ports = await withHello();
  const cors = FunctionUrlCorsSchema.parse({
    allowCredentials: true,
    allowHeaders: ["date", "x-custom"],
    allowMethods: ["*"],
    allowOrigins: ["*"],
    exposeHeaders: ["date"],
    maxAgeSeconds: 86_400,
  });
  expect((await createFunctionUrlConfig(ports, { ...HELLO, authType: "NONE", cors })).cors).toEqual(cors);
});

test("CORS settings without a member are none, as AWS has them: Terraform takes them away by that", async () => {
  const ports = await withHello();
  const cors = { allowOrigins: ["*"] };
  const created = await createFunctionUrlConfig(ports, { ...HELLO, authType: "NONE", cors: {} });
  expect(created).not.toHaveProperty("cors");
  expect((await updateFunctionUrlConfig(ports, { ...HELLO, cors })).cors).toEqual(cors);
  expect((await updateFunctionUrlConfig(ports, { ...HELLO, authType: "AWS_IAM" })).cors).toEqual(cors);
  const empty = { allowOrigins: undefined };
  expect(await updateFunctionUrlConfig(ports, { ...HELLO, cors: empty })).not.toHaveProperty("cors");
  expect(await getFunctionUrlConfig(ports, HELLO)).not.toHaveProperty("cors");
});

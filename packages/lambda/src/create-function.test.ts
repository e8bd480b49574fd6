import { FunctionAlreadyExists, InvalidZipFile, RuntimeUnavailable, statementsOf } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { getFunction } from "./get-function.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import { listCodeFiles } from "./list-code-files.ts";
import { listFunctions } from "./list-functions.ts";
import { readCodeFile } from "./read-code-file.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;

test("a new function has AWS's defaults and the runtime's starter code", async () => {
  const { ports } = await openLambda();
  const created = await settled(
    ports,
    createFunction(ports, { ...HELLO, description: "Says hello", tags: { team: "a" } }),
  );
  expect(created).toMatchObject({
    functionName: "hello",
    functionArn: "arn:aws:lambda:us-east-1:000000000000:function:hello",
    version: "$LATEST",
    handler: "index.handler",
    description: "Says hello",
    memoryMb: 128,
    timeoutSeconds: 3,
    ephemeralStorageMb: 512,
    environmentVariables: {},
    logGroupName: "/aws/lambda/hello",
    state: "Active",
    lastUpdateStatus: "Successful",
  });
  const { files, codeSha256, revisionId } = await listCodeFiles(ports, HELLO);
  expect(files.map(({ path }) => path)).toEqual(["index.mjs"]);
  expect({ codeSha256, revisionId }).toEqual({ codeSha256: created.codeSha256, revisionId: created.revisionId });
  const { content } = await readCodeFile(ports, { functionName: "hello", path: "index.mjs" });
  expect(new TextDecoder().decode(content)).toContain("Hello from Lambda!");
});

test("a Python function starts from lambda_function.py", async () => {
  const { ports } = await openLambda();
  const created = await settled(ports, createFunction(ports, { ...HELLO, runtime: "python3.12" }));
  expect(created.handler).toBe("lambda_function.lambda_handler");
  expect((await listCodeFiles(ports, HELLO)).files.map(({ path }) => path)).toEqual(["lambda_function.py"]);
});

test("its role may write its own log and nothing else", async () => {
  const { ports } = await openLambda();
  await settled(ports, createFunction(ports, { ...HELLO, tags: { team: "a" } }));
  const { role, configuration, tags } = await getFunction(ports, HELLO);
  expect(role?.roleName).toMatch(/^hello-role-[a-z0-9]{8}$/);
  expect(configuration.role).toBe(role?.arn);
  expect(role?.managed).toBe(true);
  expect(statementsOf(role!.policy).flatMap(({ Action }) => Action)).toEqual([
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ]);
  expect(tags).toEqual({ team: "a" });
});

test("a name that is taken is refused, also when two ask at once", async () => {
  const { ports } = await openLambda();
  await settled(ports, createFunction(ports, HELLO));
  await expect(settled(ports, createFunction(ports, HELLO))).rejects.toThrow(new FunctionAlreadyExists("hello"));
  const both = await Promise.allSettled([
    settled(ports, createFunction(ports, { ...HELLO, functionName: "twice" })),
    settled(ports, createFunction(ports, { ...HELLO, functionName: "twice" })),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("what can't run on this host is refused with the reason and the way to get it", async () => {
  const { ports } = await openLambda();
  const refused = settled(ports, createFunction(ports, { ...HELLO, architecture: "arm64" }));
  await expect(refused).rejects.toThrow(RuntimeUnavailable);
  await expect(refused).rejects.toThrow(
    "nodejs20.x on arm64 can't run on this host: There is no arm64 here. Use an arm64 host.",
  );
  expect((await listFunctions(ports, FIRST_PAGE)).total).toBe(0);
});

test("a package that can't be read leaves no function behind", async () => {
  const { ports } = await openLambda();
  await expect(settled(ports, createFunction(ports, { ...HELLO, zip: new Uint8Array([1, 2, 3]) }))).rejects.toThrow(
    InvalidZipFile,
  );
  await expect(settled(ports, createFunction(ports, { ...HELLO, zip: new Uint8Array() }))).rejects.toThrow(
    "Uploaded file must be a non-empty zip",
  );
  expect((await listFunctions(ports, FIRST_PAGE)).total).toBe(0);
  await settled(ports, createFunction(ports, HELLO));
});

const FIRST_PAGE = { sort: { by: "functionName", descending: false }, page: { index: 0, size: 10 } } as const;

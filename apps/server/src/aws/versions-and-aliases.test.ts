import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAccountSettingsCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  type LambdaClient,
  ListProvisionedConcurrencyConfigsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
  paginateListVersionsByFunction,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
  waitUntilPublishedVersionActive,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../server.fixture.ts";
import { functionInput, lambdaClient, makeRole, refusal, zipOf } from "./aws-clients.fixture.ts";

let server: TestServer;
let lambda: LambdaClient;
const waiting = () => ({ client: lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 });
const FunctionName = "released";
const ARN = "arn:aws:lambda:us-east-1:000000000000:function:released";

beforeAll(async () => {
  server = await startTestServer();
  await makeRole(server);
  lambda = lambdaClient(server.awsUrl);
  await lambda.send(
    new CreateFunctionCommand(await functionInput(FunctionName, "export const handler = async () => 'one';")),
  );
  await waitUntilFunctionActiveV2(waiting(), { FunctionName });
});
afterAll(async () => {
  lambda.destroy();
  await server.stop();
});

const publish = async (Description: string) => {
  const published = await lambda.send(new PublishVersionCommand({ FunctionName, Description }));
  await waitUntilPublishedVersionActive(waiting(), { FunctionName, Qualifier: published.Version });
  return published;
};

test("versions are published, listed page by page with qualified ARNs, and keep their code", async () => {
  const first = await publish("the first");
  expect(first).toMatchObject({ Version: "1", FunctionArn: `${ARN}:1`, Description: "the first", State: "Pending" });
  expect(first.$metadata.httpStatusCode).toBe(201);
  expect((await lambda.send(new PublishVersionCommand({ FunctionName, Description: "again" }))).Version).toBe("1");

  const ZipFile = await zipOf({ "index.mjs": "export const handler = async () => 'two';" });
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
  await waitUntilFunctionUpdatedV2(waiting(), { FunctionName });
  const { RevisionId } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const guarded = new PublishVersionCommand({ FunctionName, RevisionId: "00000000-0000-4000-8000-000000000000" });
  expect(await refusal(lambda.send(guarded))).toMatchObject({ name: "PreconditionFailedException", status: 412 });
  await lambda.send(new PublishVersionCommand({ FunctionName, RevisionId }));
  await waitUntilPublishedVersionActive(waiting(), { FunctionName, Qualifier: "2" });

  const rows = [];
  for await (const page of paginateListVersionsByFunction({ client: lambda, pageSize: 1 }, { FunctionName: ARN })) {
    expect(page.Versions).toHaveLength(1);
    rows.push(...(page.Versions ?? []));
  }
  expect(rows.map((row) => row.FunctionArn)).toEqual([`${ARN}:$LATEST`, `${ARN}:1`, `${ARN}:2`]);
  for (const row of rows) {
    for (const member of ["State", "LastUpdateStatus", "RuntimeVersionConfig"]) expect(row).not.toHaveProperty(member);
  }

  const { AccountUsage } = await lambda.send(new GetAccountSettingsCommand({}));
  const TotalCodeSize = rows.reduce((total, row) => total + (row.CodeSize as number), 0);
  expect(AccountUsage).toEqual({ FunctionCount: 1, TotalCodeSize });

  const { Code, Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName, Qualifier: "1" }));
  const answer = await fetch(Code?.Location as string);
  expect((await answer.arrayBuffer()).byteLength).toBe(Configuration?.CodeSize);
  expect(Configuration?.CodeSha256).toBe(first.CodeSha256);
});

test("an alias is made with weights, moved without them, and deleted as often as asked", async () => {
  const created = await lambda.send(
    new CreateAliasCommand({
      FunctionName,
      Name: "live",
      FunctionVersion: "1",
      Description: "what people use",
      RoutingConfig: { AdditionalVersionWeights: { "2": 0.5 } },
    }),
  );
  expect(created).toMatchObject({
    AliasArn: `${ARN}:live`,
    FunctionVersion: "1",
    Description: "what people use",
    RoutingConfig: { AdditionalVersionWeights: { "2": 0.5 } },
    $metadata: { httpStatusCode: 201 },
  });
  const Name = "live";
  const updated = await lambda.send(
    new UpdateAliasCommand({
      FunctionName,
      Name,
      FunctionVersion: "2",
      RoutingConfig: { AdditionalVersionWeights: {} },
      RevisionId: created.RevisionId,
    }),
  );
  expect(updated.RoutingConfig).toBeUndefined();
  expect((await lambda.send(new InvokeCommand({ FunctionName, Qualifier: "live" }))).ExecutedVersion).toBe("2");
  const got = await lambda.send(new GetAliasCommand({ FunctionName, Name }));
  expect(got).toMatchObject({ FunctionVersion: "2", RevisionId: updated.RevisionId });
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: "older", FunctionVersion: "1" }));
  // Deleting what isn't there is no error, as on AWS.
  for (const _time of [1, 2]) {
    const { $metadata } = await lambda.send(new DeleteAliasCommand({ FunctionName, Name: "older" }));
    expect($metadata.httpStatusCode).toBe(204);
  }
});

test("provisioned concurrency becomes ready, is listed and given back", async () => {
  const target = { FunctionName, Qualifier: "live" };
  const put = await lambda.send(
    new PutProvisionedConcurrencyConfigCommand({ ...target, ProvisionedConcurrentExecutions: 1 }),
  );
  expect(put).toMatchObject({ Status: "IN_PROGRESS", RequestedProvisionedConcurrentExecutions: 1 });
  expect(put.$metadata.httpStatusCode).toBe(202);
  const get = () => lambda.send(new GetProvisionedConcurrencyConfigCommand(target));
  await expect.poll(async () => (await get()).Status, { timeout: 20_000 }).toBe("READY");
  expect(await get()).toMatchObject({
    AllocatedProvisionedConcurrentExecutions: 1,
    AvailableProvisionedConcurrentExecutions: 1,
    LastModified: expect.stringMatching(/\+0000$/),
  });
  const listed = await lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName }));
  expect(listed.ProvisionedConcurrencyConfigs).toMatchObject([{ FunctionArn: `${ARN}:live`, Status: "READY" }]);
  const { $metadata } = await lambda.send(new DeleteProvisionedConcurrencyConfigCommand(target));
  expect($metadata.httpStatusCode).toBe(204);
  expect(await refusal(get())).toEqual({
    name: "ProvisionedConcurrencyConfigNotFoundException",
    status: 404,
    message: "No Provisioned Concurrency Config found for this function",
  });
});

// spec: lambda §1.5
test("what can't be had is refused in AWS's words", async () => {
  const missing = { FunctionName: "missing" };
  expect(await refusal(lambda.send(new ListVersionsByFunctionCommand(missing)))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: "Function not found: arn:aws:lambda:us-east-1:000000000000:function:missing",
  });
  expect(await refusal(lambda.send(new GetAliasCommand({ FunctionName, Name: "gone" })))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: `Cannot find alias arn: ${ARN}:gone`,
  });
  expect(await refusal(lambda.send(new UpdateAliasCommand({ FunctionName, Name: "gone" })))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: `Alias not found: ${ARN}:gone`,
  });
  const again = new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1" });
  expect(await refusal(lambda.send(again))).toEqual({
    name: "ResourceConflictException",
    status: 409,
    message: `Alias already exists: ${ARN}:live`,
  });
  const unpublished = { FunctionName, Qualifier: "$LATEST", ProvisionedConcurrentExecutions: 1 };
  expect(await refusal(lambda.send(new PutProvisionedConcurrencyConfigCommand(unpublished)))).toEqual({
    name: "InvalidParameterValueException",
    status: 400,
    message: "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
  });
  const broken = new CreateAliasCommand({
    FunctionName,
    Name: "7",
    FunctionVersion: "newest",
    RoutingConfig: { AdditionalVersionWeights: { "2": 2 } },
  });
  expect(await refusal(lambda.send(broken))).toEqual({
    name: "ValidationException",
    status: 400,
    message:
      "3 validation errors detected: Value '7' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+); Value 'newest' at 'functionVersion' failed to satisfy constraint: Member must satisfy regular expression pattern: (\\$LATEST|[0-9]+); Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
  });
});

import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionEventInvokeConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionRecursionConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  GetRuntimeManagementConfigCommand,
  InvokeAsyncCommand,
  InvokeCommand,
  type LambdaClient,
  ListFunctionUrlConfigsCommand,
  PutFunctionEventInvokeConfigCommand,
  PutFunctionRecursionConfigCommand,
  PutRuntimeManagementConfigCommand,
  paginateListFunctionEventInvokeConfigs,
  RemovePermissionCommand,
  UpdateFunctionEventInvokeConfigCommand,
  UpdateFunctionUrlConfigCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../server.fixture.ts";
import { functionInput, lambdaClient, makeRole, refusal } from "./aws-clients.fixture.ts";

let server: TestServer;
let lambda: LambdaClient;
const FunctionName = "failing";
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const ARN = arnOf(FunctionName);

beforeAll(async () => {
  server = await startTestServer();
  await makeRole(server);
  lambda = lambdaClient(server.awsUrl);
  const sources = {
    failing: "export const handler = async (event) => { console.log('tried', event.n); throw new Error('no'); };",
    told: "export const handler = async (record) => { console.log('record', JSON.stringify(record)); };",
  };
  for (const [name, source] of Object.entries(sources)) {
    await lambda.send(new CreateFunctionCommand(await functionInput(name, source)));
    const waiting = { client: lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };
    await waitUntilFunctionActiveV2(waiting, { FunctionName: name });
  }
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "$LATEST" }));
});
afterAll(async () => {
  lambda.destroy();
  await server.stop();
});

const logged = async (functionName: string, filter: string) =>
  (await server.query("logs.query", { functionName, filter }).catch(() => ({ events: [] }))).events.map(
    ({ message }) => message,
  );

test("permissions make a policy, of the function and of an alias apart", async () => {
  const { RevisionId: before } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const permission = {
    FunctionName,
    StatementId: "bucket",
    Action: "lambda:InvokeFunction",
    Principal: "s3.amazonaws.com",
    SourceArn: "arn:aws:s3:::uploads",
    SourceAccount: "000000000000",
  };
  const added = await lambda.send(new AddPermissionCommand({ ...permission, RevisionId: before }));
  expect(added.$metadata.httpStatusCode).toBe(201);
  // spec: lambda §11.2
  expect(JSON.parse(added.Statement as string)).toEqual({
    Sid: "bucket",
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "lambda:InvokeFunction",
    Resource: ARN,
    Condition: {
      ArnLike: { "AWS:SourceArn": "arn:aws:s3:::uploads" },
      StringEquals: { "AWS:SourceAccount": "000000000000" },
    },
  });
  expect(await refusal(lambda.send(new AddPermissionCommand(permission)))).toEqual({
    name: "ResourceConflictException",
    status: 409,
    message:
      "The statement id (bucket) provided already exists. Please provide a new statement id, or remove the existing statement.",
  });
  const { Policy, RevisionId } = await lambda.send(new GetPolicyCommand({ FunctionName }));
  expect(JSON.parse(Policy as string)).toMatchObject({ Version: "2012-10-17", Statement: [{ Sid: "bucket" }] });
  expect(RevisionId).not.toBe(before);
  const ofAlias = { FunctionName: `${ARN}:live` };
  await lambda.send(new AddPermissionCommand({ ...permission, ...ofAlias }));
  const { Policy: aliasPolicy } = await lambda.send(new GetPolicyCommand({ FunctionName, Qualifier: "live" }));
  expect(JSON.parse(aliasPolicy as string).Statement[0].Resource).toBe(`${ARN}:live`);

  const remove = new RemovePermissionCommand({ FunctionName, StatementId: "bucket" });
  expect((await lambda.send(remove)).$metadata.httpStatusCode).toBe(204);
  expect(await refusal(lambda.send(remove))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: "No policy is associated with the given resource.",
  });
  expect(await refusal(lambda.send(new GetPolicyCommand({ FunctionName })))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: "The resource you requested does not exist.",
  });
  const broken = { ...permission, StatementId: "a b", Action: "s3:Get", SourceAccount: "1" };
  expect(await refusal(lambda.send(new AddPermissionCommand(broken)))).toEqual({
    name: "ValidationException",
    status: 400,
    message:
      "3 validation errors detected: Value 'a b' at 'statementId' failed to satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+); Value 's3:Get' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*]); Value '1' at 'sourceAccount' failed to satisfy constraint: Member must satisfy regular expression pattern: \\d{12}",
  });
});

test("an event that fails is tried as often as its configuration says, and then told to another function", async () => {
  const Destination = arnOf("told");
  const put = await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination } },
    }),
  );
  expect(put).toMatchObject({
    FunctionArn: `${ARN}:$LATEST`,
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnSuccess: {}, OnFailure: { Destination } },
  });
  expect(Math.abs((put.LastModified as Date).getTime() - Date.now())).toBeLessThan(3_600_000);
  const sent = await lambda.send(
    new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: JSON.stringify({ n: 1 }) }),
  );
  expect(sent.StatusCode).toBe(202);
  const { Status } = await lambda.send(new InvokeAsyncCommand({ FunctionName, InvokeArgs: JSON.stringify({ n: 2 }) }));
  expect(Status).toBe(202);
  await expect.poll(() => logged("told", "record"), { timeout: 20_000, interval: 200 }).toHaveLength(2);
  const records = (await logged("told", "record")).map((line) => JSON.parse(line.slice(line.indexOf("{"))));
  expect(records.map(({ requestPayload }) => requestPayload.n).sort()).toEqual([1, 2]);
  expect(records[0]).toMatchObject({
    requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 1, functionArn: `${ARN}:$LATEST` },
    responsePayload: { errorMessage: "no" },
  });

  const Qualifier = "live";
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, Qualifier, MaximumRetryAttempts: 1 }));
  const merged = await lambda.send(
    new UpdateFunctionEventInvokeConfigCommand({ FunctionName, Qualifier, MaximumEventAgeInSeconds: 60 }),
  );
  expect(merged).toMatchObject({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 });
  const listed = [];
  for await (const page of paginateListFunctionEventInvokeConfigs({ client: lambda, pageSize: 1 }, { FunctionName })) {
    listed.push(...(page.FunctionEventInvokeConfigs ?? []).map(({ FunctionArn }) => FunctionArn));
  }
  expect(listed).toEqual([`${ARN}:$LATEST`, `${ARN}:live`]);
  const { $metadata } = await lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
  expect($metadata.httpStatusCode).toBe(204);
  expect(await refusal(lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName })))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: `The function ${ARN}:$LATEST doesn't have an EventInvokeConfig`,
  });
  const missing = new PutFunctionEventInvokeConfigCommand({ FunctionName: "missing", MaximumRetryAttempts: 1 });
  expect(await refusal(lambda.send(missing))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: "The function doesn't exist.",
  });
  const tooOften = new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 3 });
  expect(await refusal(lambda.send(tooOften))).toEqual({
    name: "ValidationException",
    status: 400,
    message:
      "1 validation error detected: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
  });
});

test("a function and its alias have URLs of their own, until they are deleted", async () => {
  const Cors = { AllowOrigins: ["*"], MaxAge: 60 };
  const created = await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE", Cors }));
  expect(created).toMatchObject({ FunctionArn: ARN, AuthType: "NONE", Cors, $metadata: { httpStatusCode: 201 } });
  expect(created.FunctionUrl).toMatch(/^https?:\/\/[a-z0-9]{32}\.lambda-url\.us-east-1\..*\/$/);
  expect(created.InvokeMode).toBeUndefined();
  const again = new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE" });
  expect(await refusal(lambda.send(again))).toEqual({
    name: "ResourceConflictException",
    status: 409,
    message: `Failed to create function url config for [functionArn = ${ARN}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
  });
  const ofAlias = { FunctionName, Qualifier: "live" };
  await lambda.send(new CreateFunctionUrlConfigCommand({ ...ofAlias, AuthType: "AWS_IAM" }));
  const updated = await lambda.send(
    new UpdateFunctionUrlConfigCommand({ ...ofAlias, InvokeMode: "RESPONSE_STREAM", Cors: {} }),
  );
  expect(updated).toMatchObject({ FunctionArn: `${ARN}:live`, AuthType: "AWS_IAM", InvokeMode: "RESPONSE_STREAM" });
  const { FunctionUrlConfigs } = await lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName }));
  expect(FunctionUrlConfigs).toMatchObject([
    { FunctionUrl: created.FunctionUrl, InvokeMode: "BUFFERED", Cors },
    { FunctionArn: `${ARN}:live` },
  ]);
  const { $metadata } = await lambda.send(new DeleteFunctionUrlConfigCommand(ofAlias));
  expect($metadata.httpStatusCode).toBe(204);
  expect(await refusal(lambda.send(new GetFunctionUrlConfigCommand(ofAlias)))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: "The resource you requested does not exist.",
  });
  const missing = new CreateFunctionUrlConfigCommand({ FunctionName: "missing", AuthType: "NONE" });
  expect(await refusal(lambda.send(missing))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: "Function does not exist",
  });
  const broken = new CreateFunctionUrlConfigCommand({
    FunctionName,
    Qualifier: "1",
    AuthType: "BASIC" as never,
    InvokeMode: "FAST" as never,
  });
  expect(await refusal(lambda.send(broken))).toMatchObject({
    name: "ValidationException",
    message: expect.stringMatching(
      /^3 validation errors detected: Value '1' at 'qualifier' .*; Value 'BASIC' at 'authType' .*; Value 'FAST' at 'invokeMode' /,
    ),
  });
});

test("runtime management and recursion have AWS's defaults, and keep what is put", async () => {
  const defaults = await lambda.send(new GetRuntimeManagementConfigCommand({ FunctionName }));
  expect(defaults).toMatchObject({ UpdateRuntimeOn: "Auto", FunctionArn: `${ARN}:$LATEST` });
  await lambda.send(new PutRuntimeManagementConfigCommand({ FunctionName, UpdateRuntimeOn: "FunctionUpdate" }));
  const kept = await lambda.send(new GetRuntimeManagementConfigCommand({ FunctionName }));
  expect(kept.UpdateRuntimeOn).toBe("FunctionUpdate");
  const recursion = () => lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }));
  expect((await recursion()).RecursiveLoop).toBe("Terminate");
  await lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: "Allow" }));
  expect((await recursion()).RecursiveLoop).toBe("Allow");
  const broken = new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop: "Maybe" as never });
  expect(await refusal(lambda.send(broken))).toEqual({
    name: "ValidationException",
    status: 400,
    message:
      "1 validation error detected: Value 'Maybe' at 'recursiveLoop' failed to satisfy constraint: Member must satisfy enum value set: [Allow, Terminate]",
  });
});

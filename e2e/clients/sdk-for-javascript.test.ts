import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  paginateListRoles,
} from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  paginateListAliases,
  paginateListFunctions,
  paginateListVersionsByFunction,
  RemovePermissionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionExists,
  waitUntilFunctionUpdatedV2,
  waitUntilPublishedVersionActive,
} from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callServer } from "../server/call-server.ts";
import { type LambentServer, startServer } from "../server/start-server.ts";
import { zipOf } from "../server/zip-with-packages.ts";
import { ACCOUNT, awsClients, BASIC_EXECUTION, TRUSTS_LAMBDA } from "./aws-clients.ts";
import { curl, hasCurl } from "./curl.ts";
import { HANDLERS, STREAMS } from "./handlers.ts";

/** Logs the events that it is told. */
const LISTENS = "export const handler = async (event) => console.log('told ' + JSON.stringify(event));";
const OTHER_ACCOUNT = "111122223333";
const NODE = { Runtime: "nodejs20.x", Handler: "index.handler" } as const;

let server: LambentServer;
let aws: ReturnType<typeof awsClients>;
let others: ReturnType<typeof awsClients>;
let Role: string;

beforeAll(async () => {
  server = await startServer();
  aws = awsClients(server.awsUrl);
  others = awsClients(server.awsUrl, OTHER_ACCOUNT);
});
afterAll(async () => {
  aws.destroy();
  others.destroy();
  await server.stop();
});

const waiting = () => ({ client: aws.lambda, maxWaitTime: 60, minDelay: 1, maxDelay: 1 });
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}`;
const json = (bytes: Uint8Array | undefined) => JSON.parse(Buffer.from(bytes ?? []).toString());

async function makeListener(FunctionName: string, source: string): Promise<void> {
  const { bytes: ZipFile } = await zipOf({ "index.mjs": source });
  await aws.lambda.send(new CreateFunctionCommand({ FunctionName, ...NODE, Role, Code: { ZipFile } }));
  await waitUntilFunctionActiveV2(waiting(), { FunctionName });
}

// AWS's tutorial: a caller that is known, then a role that Lambda can have.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
test("the caller is the account's, and makes a role for functions", async () => {
  expect(await aws.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: ACCOUNT });
  const made = await aws.iam.send(
    new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument: TRUSTS_LAMBDA }),
  );
  Role = made.Role?.Arn as string;
  expect(Role).toBe(`arn:aws:iam::${ACCOUNT}:role/worker`);
  await aws.iam.send(new AttachRolePolicyCommand({ RoleName: "worker", PolicyArn: BASIC_EXECUTION }));
});

describe.each(HANDLERS)("the life of a function in $runtime", ({ runtime, handler, code }) => {
  const FunctionName = `life-${runtime.replace(/\W/g, "-")}`;
  const arn = arnOf(FunctionName);
  const updated = () => waitUntilFunctionUpdatedV2(waiting(), { FunctionName });
  const invoke = async (event: object, Qualifier?: string) => {
    const Payload = JSON.stringify(event);
    const answer = await aws.lambda.send(new InvokeCommand({ FunctionName, Qualifier, Payload }));
    return { answer: json(answer.Payload), version: answer.ExecutedVersion, error: answer.FunctionError };
  };

  test("it is made Pending, waited for until it is Active, and invoked (spec: lambda §12, §4.2)", async () => {
    const created = await aws.lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: runtime,
        Handler: handler,
        Role,
        Code: { ZipFile: await code("first") },
        Environment: { Variables: { GREETING: "hello" } },
        Tags: { team: "media" },
      }),
    );
    expect(created).toMatchObject({ FunctionArn: arn, State: "Pending", StateReasonCode: "Creating" });
    expect(created.LastUpdateStatus).toBeUndefined();
    await waitUntilFunctionExists(waiting(), { FunctionName });
    await waitUntilFunctionActiveV2(waiting(), { FunctionName });
    const { Configuration, Tags } = await aws.lambda.send(new GetFunctionCommand({ FunctionName }));
    expect(Configuration).toMatchObject({ State: "Active", LastUpdateStatus: "Successful" });
    expect(Tags).toEqual({ team: "media" });

    expect(await invoke({ n: 1 })).toEqual({
      answer: { edition: "first", greeting: "hello", version: "$LATEST", heard: { n: 1 } },
      version: "$LATEST",
    });
    expect(await invoke({ fails: true })).toMatchObject({
      answer: { errorType: "TypeError", errorMessage: "as asked" },
      error: "Unhandled",
    });
  });

  test("its settings and its code change under way, and each version keeps its own (spec: lambda §1.4, §2.3)", async () => {
    const first = await aws.lambda.send(new PublishVersionCommand({ FunctionName, Description: "the first" }));
    expect(first).toMatchObject({ Version: "1", FunctionArn: `${arn}:1`, State: "Pending" });
    await waitUntilPublishedVersionActive(waiting(), { FunctionName, Qualifier: "1" });
    // Nothing has changed since.
    expect((await aws.lambda.send(new PublishVersionCommand({ FunctionName }))).Version).toBe("1");

    const Environment = { Variables: { GREETING: "hi" } };
    const changed = await aws.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 256, Environment }),
    );
    expect(changed).toMatchObject({ MemorySize: 256, State: "Active", LastUpdateStatus: "InProgress" });
    await updated();
    const ZipFile = await code("second");
    await aws.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    await updated();
    expect(await aws.lambda.send(new PublishVersionCommand({ FunctionName }))).toMatchObject({ Version: "2" });
    await waitUntilPublishedVersionActive(waiting(), { FunctionName, Qualifier: "2" });

    expect(await invoke({}, "1")).toEqual({
      answer: { edition: "first", greeting: "hello", version: "1", heard: {} },
      version: "1",
    });
    expect((await invoke({}, "2")).answer).toMatchObject({ edition: "second", greeting: "hi", version: "2" });

    const versions = [];
    for await (const page of paginateListVersionsByFunction({ client: aws.lambda, pageSize: 2 }, { FunctionName })) {
      versions.push(...(page.Versions ?? []).map((row) => row.FunctionArn));
    }
    expect(versions).toEqual([`${arn}:$LATEST`, `${arn}:1`, `${arn}:2`]);
  });

  test("an alias shares its invocations between two versions by weight (spec: lambda §2.4)", async () => {
    const RoutingConfig = { AdditionalVersionWeights: { "2": 0.5 } };
    const live = { FunctionName, Name: "live", FunctionVersion: "1" };
    expect(await aws.lambda.send(new CreateAliasCommand({ ...live, RoutingConfig }))).toMatchObject({
      AliasArn: `${arn}:live`,
      RoutingConfig,
    });
    // Not to see both in 64 fair throws happens once in 2^63.
    const seen = new Map<string, string>();
    for (let count = 0; count < 64 && seen.size < 2; count++) {
      const { version, answer } = await invoke({}, "live");
      seen.set(version as string, answer.edition);
    }
    expect(Object.fromEntries(seen)).toEqual({ "1": "first", "2": "second" });

    await aws.lambda.send(
      new UpdateAliasCommand({ ...live, FunctionVersion: "2", RoutingConfig: { AdditionalVersionWeights: {} } }),
    );
    expect((await invoke({}, "live")).version).toBe("2");
    await aws.lambda.send(new CreateAliasCommand({ FunctionName, Name: "older", FunctionVersion: "1" }));
    const aliases = [];
    for await (const page of paginateListAliases({ client: aws.lambda, pageSize: 1 }, { FunctionName })) {
      aliases.push(...(page.Aliases ?? []).map(({ Name, FunctionVersion }) => [Name, FunctionVersion]));
    }
    expect(aliases).toEqual([
      ["live", "2"],
      ["older", "1"],
    ]);
  });

  test.skipIf(!hasCurl)("curl calls the alias at its URL once everybody may (spec: lambda §10.7)", async () => {
    const Qualifier = "live";
    const { FunctionUrl } = await aws.lambda.send(
      new CreateFunctionUrlConfigCommand({ FunctionName, Qualifier, AuthType: "NONE" }),
    );
    expect(await curl(`${FunctionUrl}a`)).toMatchObject({
      status: 403,
      headers: { "x-amzn-errortype": "AccessDeniedException" },
    });
    const everybody = { FunctionName, Qualifier, Principal: "*" };
    await aws.lambda.send(
      new AddPermissionCommand({
        ...everybody,
        StatementId: "FunctionURLAllowPublicAccess",
        Action: "lambda:InvokeFunctionUrl",
        FunctionUrlAuthType: "NONE",
      }),
    );
    await aws.lambda.send(
      new AddPermissionCommand({
        ...everybody,
        StatementId: "FunctionURLInvokeAllowPublicAccess",
        Action: "lambda:InvokeFunction",
        InvokedViaFunctionUrl: true,
      }),
    );
    const answer = await curl(`${FunctionUrl}a/b?c=d`, "--data-raw", "what is sent");
    expect(answer).toMatchObject({ status: 201, headers: { "content-type": "application/json", "x-path": "/a/b" } });
    // Text that curl calls a form is not among the types that stay text.
    const body = Buffer.from("what is sent").toString("base64");
    expect(JSON.parse(answer.body)).toEqual({ edition: "second", method: "POST", body });
    await aws.lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName, Qualifier }));
    expect((await curl(FunctionUrl as string)).status).toBe(403);
  });

  test("its payload can be had as a stream, whoever wrote it (spec: lambda §4.4)", async () => {
    const request = new InvokeWithResponseStreamCommand({ FunctionName, Payload: '{"n":2}' });
    const { EventStream = [], ExecutedVersion } = await aws.lambda.send(request);
    const parts: Uint8Array[] = [];
    const ends: unknown[] = [];
    for await (const event of EventStream) {
      if (event.PayloadChunk?.Payload) parts.push(event.PayloadChunk.Payload);
      if (event.InvokeComplete) ends.push(event.InvokeComplete.ErrorCode);
    }
    expect(json(Buffer.concat(parts))).toMatchObject({ edition: "second", heard: { n: 2 } });
    expect({ ExecutedVersion, ends }).toEqual({ ExecutedVersion: "$LATEST", ends: [undefined] });
  });

  test("another function is told how its events end (spec: lambda §4.3)", async () => {
    const listener = `${FunctionName}-listener`;
    await makeListener(listener, LISTENS);
    const Destination = arnOf(listener);
    const config = {
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnSuccess: { Destination }, OnFailure: { Destination } },
    };
    await aws.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, ...config }));
    expect(await aws.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))).toMatchObject(config);
    const send = async (event: object) => {
      const Payload = JSON.stringify(event);
      const sent = await aws.lambda.send(new InvokeCommand({ FunctionName, InvocationType: "Event", Payload }));
      expect(sent.StatusCode).toBe(202);
      return sent.$metadata.requestId as string;
    };
    const succeeds = await send({ n: 3 });
    const fails = await send({ fails: true });
    const told = async () => {
      const messages = await callServer(server.url).logMessages(listener);
      return messages.flatMap((message) => {
        const [, record] = /told (\{.*\})/.exec(message) ?? [];
        return record === undefined ? [] : [JSON.parse(record)];
      });
    };
    await expect.poll(async () => (await told()).length, { timeout: 30_000 }).toBe(2);
    const recordOf = (records: { requestContext: { requestId: string } }[], requestId: string) =>
      records.find(({ requestContext }) => requestContext.requestId === requestId);
    const functionArn = `${arn}:$LATEST`;
    const records = await told();
    expect(recordOf(records, succeeds)).toMatchObject({
      version: "1.0",
      requestContext: { functionArn, condition: "Success", approximateInvokeCount: 1 },
      requestPayload: { n: 3 },
      responseContext: { statusCode: 200, executedVersion: "$LATEST" },
      responsePayload: { edition: "second", heard: { n: 3 } },
    });
    expect(recordOf(records, fails)).toMatchObject({
      requestContext: { functionArn, condition: "RetriesExhausted", approximateInvokeCount: 1 },
      requestPayload: { fails: true },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: { errorType: "TypeError" },
    });
  });

  test("another account invokes it as long as it is permitted (spec: lambda §11.2)", async () => {
    const called = () => others.lambda.send(new InvokeCommand({ FunctionName: arn, Payload: "{}" }));
    const denied = { name: "AccessDeniedException", $metadata: { httpStatusCode: 403 } };
    await expect(called()).rejects.toMatchObject(denied);
    const statement = { FunctionName, StatementId: "others" };
    await aws.lambda.send(
      new AddPermissionCommand({ ...statement, Action: "lambda:InvokeFunction", Principal: OTHER_ACCOUNT }),
    );
    const { Policy } = await aws.lambda.send(new GetPolicyCommand({ FunctionName }));
    expect(JSON.parse(Policy as string).Statement).toEqual([
      {
        Sid: "others",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
        Action: "lambda:InvokeFunction",
        Resource: arn,
      },
    ]);
    expect((await called()).StatusCode).toBe(200);
    await aws.lambda.send(new RemovePermissionCommand(statement));
    await expect(called()).rejects.toMatchObject(denied);
  });

  test("it goes piece by piece, and is not found from then on (spec: lambda §1.5)", async () => {
    for (const Name of ["live", "older"]) await aws.lambda.send(new DeleteAliasCommand({ FunctionName, Name }));
    await aws.lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "1" }));
    const missing = (found: string) => ({ name: "ResourceNotFoundException", message: `Function not found: ${found}` });
    await expect(invoke({}, "1")).rejects.toMatchObject(missing(`${arn}:1`));
    await aws.lambda.send(new DeleteFunctionCommand({ FunctionName }));
    await expect(aws.lambda.send(new GetFunctionCommand({ FunctionName }))).rejects.toMatchObject(missing(arn));
    const names: (string | undefined)[] = [];
    for await (const page of paginateListFunctions({ client: aws.lambda, pageSize: 1 }, {})) {
      names.push(...(page.Functions ?? []).map((row) => row.FunctionName));
    }
    expect(names).toContain(`${FunctionName}-listener`);
    expect(names).not.toContain(FunctionName);
  });
});

test.skipIf(!hasCurl)("curl gets what a function streams, headers first (spec: lambda §4.4, §10.7)", async () => {
  await makeListener("streams", STREAMS);
  const url = { FunctionName: "streams", AuthType: "AWS_IAM", InvokeMode: "RESPONSE_STREAM" } as const;
  const { FunctionUrl } = await aws.lambda.send(new CreateFunctionUrlConfigCommand(url));
  // curl signs as AWS's clients do.
  const signed = ["--aws-sigv4", "aws:amz:us-east-1:lambda", "--user", "test:test"];
  const answer = await curl(FunctionUrl as string, "--no-buffer", ...signed);
  expect(answer).toMatchObject({
    status: 202,
    headers: { "content-type": "text/plain", "x-kind": "streamed", "transfer-encoding": "chunked" },
    body: "first, last",
  });
  expect((await curl(FunctionUrl as string)).status).toBe(403);
});

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
test("the role goes after its policies", async () => {
  const role = { RoleName: "worker" };
  await expect(aws.iam.send(new DeleteRoleCommand(role))).rejects.toMatchObject({ name: "DeleteConflictException" });
  await aws.iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn: BASIC_EXECUTION }));
  await aws.iam.send(new DeleteRoleCommand(role));
  const names: (string | undefined)[] = [];
  for await (const page of paginateListRoles({ client: aws.iam, pageSize: 1 }, {})) {
    names.push(...(page.Roles ?? []).map(({ RoleName }) => RoleName));
  }
  expect(names).not.toContain("worker");
});

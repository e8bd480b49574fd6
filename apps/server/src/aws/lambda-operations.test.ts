import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  paginateListFunctions,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../server.fixture.ts";
import { ECHO, functionInput, lambdaClient, makeRole, refusal, roleIn, zipOf } from "./aws-clients.fixture.ts";

let server: TestServer;
let lambda: LambdaClient;

beforeAll(async () => {
  server = await startTestServer();
  await makeRole(server);
  lambda = lambdaClient(server.awsUrl);
});
afterAll(async () => {
  lambda.destroy();
  await server.stop();
});

/** Makes a function and waits as AWS's waiter does. */
async function create(input: CreateFunctionCommandInput, client = lambda) {
  const created = await client.send(new CreateFunctionCommand(input));
  const { FunctionName } = input;
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { FunctionName });
  return created;
}

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

describe("a function's life", () => {
  test("it is made with all its settings in one call, and comes back as AWS shows it", async () => {
    const input = await functionInput("all-settings", ECHO);
    const created = await lambda.send(
      new CreateFunctionCommand({
        ...input,
        Description: "Says what it hears",
        Timeout: 7,
        MemorySize: 256,
        EphemeralStorage: { Size: 1024 },
        Environment: { Variables: { GREETING: "hello" } },
        Architectures: ["x86_64"],
        Tags: { team: "media" },
        Publish: false,
        VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
        TracingConfig: { Mode: "PassThrough" },
      }),
    );
    expect(created.$metadata).toMatchObject({ httpStatusCode: 201 });
    expect(created.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    // spec: lambda §1.4
    expect(created).not.toHaveProperty("LastUpdateStatus");
    expect(created).toMatchObject({
      State: "Pending",
      StateReason: "The function is being created.",
      StateReasonCode: "Creating",
      FunctionName: "all-settings",
      FunctionArn: arnOf("all-settings"),
      Runtime: "nodejs20.x",
      Role: input.Role,
      Handler: "index.handler",
      Description: "Says what it hears",
      Timeout: 7,
      MemorySize: 256,
      Version: "$LATEST",
      Environment: { Variables: { GREETING: "hello" } },
      TracingConfig: { Mode: "PassThrough" },
      PackageType: "Zip",
      Architectures: ["x86_64"],
      EphemeralStorage: { Size: 1024 },
      SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
      LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/all-settings" },
      RuntimeVersionConfig: {
        RuntimeVersionArn: expect.stringMatching(/^arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}$/),
      },
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      CodeSize: input.Code.ZipFile.byteLength,
    });
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 10 }, { FunctionName: "all-settings" });
    const { Tags, Concurrency } = await lambda.send(new GetFunctionCommand({ FunctionName: "all-settings" }));
    expect(Tags).toEqual({ team: "media" });
    expect(Concurrency).toBeUndefined();
  });

  test("its code can be fetched for ten minutes from where GetFunction says, and by nobody else", async () => {
    const input = await functionInput("downloaded", ECHO);
    await create(input);
    const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName: "downloaded" }));
    expect(Code?.RepositoryType).toBe("S3");
    const location = Code?.Location as string;
    expect(new URL(location).searchParams.get("X-Amz-Expires")).toBe("600");
    const answer = await fetch(location);
    expect(answer.headers.get("content-type")).toBe("application/zip");
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(input.Code.ZipFile);
    expect((await fetch(location.replace("downloaded", "all-settings"))).status).toBe(403);
    expect((await fetch(location.split("?")[0] as string)).status).toBe(403);
  });

  test("code and settings change, guarded by the revision, and a dry run changes nothing", async () => {
    await create(await functionInput("changed", ECHO));
    // Its revision changed once more when it became Active.
    const created = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "changed" }));
    const updatedNow = () =>
      waitUntilFunctionUpdatedV2(
        { client: lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
        { FunctionName: "changed" },
      );
    const zip = await zipOf({ "index.mjs": "export const handler = async () => 'new';" });
    const update = { FunctionName: "changed", ZipFile: zip };
    const tried = await lambda.send(new UpdateFunctionCodeCommand({ ...update, DryRun: true }));
    expect(tried.CodeSha256).not.toBe(created.CodeSha256);
    const still = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "changed" }));
    expect(still).toMatchObject({ CodeSha256: created.CodeSha256, RevisionId: created.RevisionId });

    const updated = await lambda.send(new UpdateFunctionCodeCommand({ ...update, RevisionId: created.RevisionId }));
    // spec: lambda §12
    expect(updated).toMatchObject({
      CodeSha256: tried.CodeSha256,
      State: "Active",
      LastUpdateStatus: "InProgress",
      LastUpdateStatusReason: "The function is being created.",
      LastUpdateStatusReasonCode: "Creating",
    });
    await updatedNow();
    await expect(
      lambda.send(new UpdateFunctionCodeCommand({ ...update, RevisionId: created.RevisionId })),
    ).rejects.toMatchObject({
      name: "PreconditionFailedException",
      message:
        "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    });
    const configured = await lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: "changed", Timeout: 9, Environment: { Variables: {} } }),
    );
    expect(configured).toMatchObject({ Timeout: 9, MemorySize: 128 });
    await updatedNow();
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "changed" }));
    expect(text(Payload)).toBe('"new"');
  });

  test("it is deleted once, and not found from then on", async () => {
    await create(await functionInput("deleted", ECHO));
    const { $metadata } = await lambda.send(new DeleteFunctionCommand({ FunctionName: "deleted" }));
    expect($metadata.httpStatusCode).toBe(204);
    await expect(lambda.send(new DeleteFunctionCommand({ FunctionName: "deleted" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      Type: "User",
      message: `Function not found: ${arnOf("deleted")}`,
      $metadata: { httpStatusCode: 404 },
    });
  });

  test("it is found under each form of its name", async () => {
    await create(await functionInput("many-names", ECHO));
    const forms = ["many-names", "function:many-names", "000000000000:function:many-names", arnOf("many-names")];
    for (const FunctionName of forms) {
      const { FunctionArn } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      expect(FunctionArn).toBe(arnOf("many-names"));
    }
    const latest = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "many-names:$LATEST" }));
    expect(latest.FunctionArn).toBe(`${arnOf("many-names")}:$LATEST`);
  });
});

describe("lists", () => {
  test("pages hold each function once, in order, whatever their size", async () => {
    await makeRole(server, "111122223333");
    const tokyo = lambdaClient(server.awsUrl, { accessKeyId: "111122223333", region: "ap-northeast-1" });
    const names = Array.from({ length: 7 }, (_, index) => `listed-${index}`);
    for (const name of names) {
      const input = await functionInput(name, ECHO);
      const Role = input.Role.replace("000000000000", "111122223333");
      await tokyo.send(new CreateFunctionCommand({ ...input, Role }));
    }
    const found: (string | undefined)[] = [];
    for await (const page of paginateListFunctions({ client: tokyo, pageSize: 3 }, {})) {
      expect(page.Functions?.length).toBeLessThanOrEqual(3);
      for (const row of page.Functions ?? []) {
        expect(row).not.toHaveProperty("State");
        found.push(row.FunctionName);
      }
    }
    expect(found).toEqual(names);
    tokyo.destroy();
  });

  test("tags are added, replaced and taken away", async () => {
    await lambda.send(
      new CreateFunctionCommand({ ...(await functionInput("tagged", ECHO)), Tags: { a: "1", b: "2" } }),
    );
    const Resource = arnOf("tagged");
    await lambda.send(new TagResourceCommand({ Resource, Tags: { b: "3", c: "4" } }));
    await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ["a", "missing"] }));
    expect((await lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ b: "3", c: "4" });
    await expect(
      lambda.send(new TagResourceCommand({ Resource: `${Resource}:1`, Tags: { a: "1" } })),
    ).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  });

  test("reserved concurrency is put, got and given back, and counts in the account's settings", async () => {
    await create(await functionInput("reserved", ECHO));
    const FunctionName = "reserved";
    const ReservedConcurrentExecutions = 40;
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
    expect((await lambda.send(new GetFunctionCommand({ FunctionName }))).Concurrency).toEqual({
      ReservedConcurrentExecutions,
    });
    const settings = await lambda.send(new GetAccountSettingsCommand({}));
    expect(settings.AccountLimit).toMatchObject({
      ConcurrentExecutions: 1000,
      UnreservedConcurrentExecutions: 960,
      CodeSizeZipped: 52_428_800,
    });
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    const { ReservedConcurrentExecutions: left } = await lambda.send(
      new GetFunctionConcurrencyCommand({ FunctionName }),
    );
    expect(left).toBeUndefined();
    // What Terraform asks on every read.
    const signing = await lambda.send(new GetFunctionCodeSigningConfigCommand({ FunctionName }));
    expect(signing.CodeSigningConfigArn).toBeUndefined();
  });
});

describe("invocations", () => {
  test("the event's bytes arrive, the answer's come back, with version, log and the request's own id", async () => {
    const source = `export const handler = async (event, context) => {
      console.log("heard");
      return { event, id: context.awsRequestId, client: context.clientContext };
    };`;
    await create(await functionInput("invoked", source));
    const client = { custom: { app: "tests" } };
    const { Payload, ExecutedVersion, LogResult, FunctionError, StatusCode, $metadata } = await lambda.send(
      new InvokeCommand({
        FunctionName: "invoked",
        Payload: '{"a":"ä"}',
        LogType: "Tail",
        ClientContext: Buffer.from(JSON.stringify(client)).toString("base64"),
      }),
    );
    expect(JSON.parse(text(Payload))).toEqual({ event: { a: "ä" }, id: $metadata.requestId, client });
    expect({ ExecutedVersion, FunctionError, StatusCode }).toEqual({ ExecutedVersion: "$LATEST", StatusCode: 200 });
    expect(Buffer.from(LogResult ?? "", "base64").toString()).toMatch(
      new RegExp(`^START RequestId: ${$metadata.requestId}[\\s\\S]*heard[\\s\\S]*REPORT`),
    );
  });

  test("a function's error is an answer with status 200", async () => {
    const source = "export const handler = async () => { throw new TypeError('no'); };";
    await create(await functionInput("failing", source));
    const { StatusCode, FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName: "failing" }));
    expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: "Unhandled" });
    expect(JSON.parse(text(Payload))).toMatchObject({ errorType: "TypeError", errorMessage: "no" });
  });

  test("an event for later is taken at once and run under the request's id, in whatever account and Region", async () => {
    await makeRole(server, "555566667777");
    const other = lambdaClient(server.awsUrl, { accessKeyId: "555566667777", region: "eu-north-1" });
    const source = "export const handler = async (event) => { console.log('later', event.n); };";
    const Role = roleIn("555566667777");
    const input = await functionInput("later", source);
    await create(input);
    await create({ ...input, Role }, other);
    for (const client of [lambda, other]) {
      const { StatusCode, Payload, $metadata } = await client.send(
        new InvokeCommand({ FunctionName: "later", InvocationType: "Event", Payload: '{"n":1}' }),
      );
      expect({ StatusCode, payload: text(Payload) }).toEqual({ StatusCode: 202, payload: "" });
      const requestId = $metadata.requestId as string;
      const outcome = () =>
        server.query("invocations.get", { requestId }).then(
          ({ record }) => record.outcome,
          () => undefined,
        );
      await expect.poll(outcome, { timeout: 10_000 }).toBe("succeeded");
    }
    other.destroy();
  });

  test("a dry run looks for the function and runs nothing", async () => {
    const { StatusCode } = await lambda.send(new InvokeCommand({ FunctionName: "failing", InvocationType: "DryRun" }));
    expect(StatusCode).toBe(204);
    await expect(
      lambda.send(new InvokeCommand({ FunctionName: "missing", InvocationType: "DryRun" })),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("without room it is throttled, with AWS's reason", async () => {
    await create(await functionInput("throttled", ECHO));
    await lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: "throttled", ReservedConcurrentExecutions: 0 }),
    );
    await expect(lambda.send(new InvokeCommand({ FunctionName: "throttled" }))).rejects.toMatchObject({
      name: "TooManyRequestsException",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      message: "Rate Exceeded.",
      retryAfterSeconds: "1",
      $metadata: { httpStatusCode: 429 },
    });
  });

  test("a response comes in parts while the function writes it", async () => {
    const source = `export const handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.setContentType("text/plain");
      for (const part of event.parts) {
        stream.write(part);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      stream.end();
    });`;
    await create(await functionInput("streaming", source));
    const { EventStream, ExecutedVersion } = await lambda.send(
      new InvokeWithResponseStreamCommand({
        FunctionName: "streaming",
        Payload: JSON.stringify({ parts: ["one ", "two ", "three"] }),
        LogType: "Tail",
      }),
    );
    expect(ExecutedVersion).toBe("$LATEST");
    let streamed = "";
    let log = "";
    for await (const event of EventStream ?? []) {
      streamed += text(event.PayloadChunk?.Payload);
      if (event.InvokeComplete) log = Buffer.from(event.InvokeComplete.LogResult ?? "", "base64").toString();
    }
    expect(streamed).toBe("one two three");
    expect(log).toContain("REPORT RequestId:");
  });

  test("a stream that fails says so at its end, and a missing function before it begins", async () => {
    const stream = await lambda.send(new InvokeWithResponseStreamCommand({ FunctionName: "failing" }));
    const events = [];
    for await (const event of stream.EventStream ?? []) events.push(event);
    expect(events.at(-1)).toMatchObject({ InvokeComplete: { ErrorCode: "TypeError" } });
    await expect(lambda.send(new InvokeWithResponseStreamCommand({ FunctionName: "missing" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });
});

test("a client that goes away ends nothing of the function", async () => {
  const source = `export const handler = async () => {
    console.log("begun");
    await new Promise((resolve) => setTimeout(resolve, 300));
    console.log("done all the same");
  };`;
  await create(await functionInput("left-alone", source));
  const said = async (filter: string) =>
    (await server.query("logs.query", { functionName: "left-alone", filter })).events.length;
  const leaving = new AbortController();
  const sent = lambda.send(new InvokeCommand({ FunctionName: "left-alone" }), { abortSignal: leaving.signal });
  await expect.poll(() => said("begun").catch(() => 0), { timeout: 10_000 }).toBe(1);
  leaving.abort();
  await expect(sent).rejects.toMatchObject({ name: "AbortError" });
  await expect.poll(() => said("REPORT"), { timeout: 10_000 }).toBe(1);
  expect(await said("done")).toBe(1);
});

describe("refusals", () => {
  test("all broken constraints are told at once, before anything is looked up", async () => {
    const sent = lambda.send(
      new InvokeCommand({ FunctionName: "what?", InvocationType: "Sometimes" as never, LogType: "All" as never }),
    );
    // spec: lambda §1.5, §2.2
    expect(await refusal(sent)).toEqual({
      name: "ValidationException",
      status: 400,
      message:
        "3 validation errors detected: Value 'what?' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?; Value 'Sometimes' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [DryRun, Event, RequestResponse]; Value 'All' at 'logType' failed to satisfy constraint: Member must satisfy enum value set: [None, Tail]",
    });
  });

  test("what is missing is named, also inside", async () => {
    const sent = lambda.send(new CreateFunctionCommand({ FunctionName: "incomplete" } as never));
    expect(await refusal(sent)).toEqual({
      name: "ValidationException",
      status: 400,
      message:
        "2 validation errors detected: Value null at 'role' failed to satisfy constraint: Member must not be null; Value null at 'code' failed to satisfy constraint: Member must not be null",
    });
  });

  test.each([
    [
      { Runtime: "cobol85" as never },
      /^Value cobol85 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[.*\] or be a valid ARN$/,
    ],
    [
      { Handler: undefined },
      /^Runtime and Handler are mandatory parameters for functions created with deployment packages\.$/,
    ],
    [{ PackageType: "Image" as const, Code: { ImageUri: "x" } }, /not from container images/],
    [{ TracingConfig: { Mode: "Active" as const } }, /^TracingConfig isn't supported/],
    [{ Layers: ["arn:aws:lambda:us-east-1:000000000000:layer:a:1"] }, /^Layer version .*:layer:a:1 does not exist\.$/],
    [{ Code: { S3Bucket: "a", S3Key: "b" } }, /^Code from S3 isn't supported/],
    [{ Environment: { Variables: { AWS_REGION: "x" } } }, /Reserved keys used in this request: AWS_REGION$/],
    [
      { Role: "arn:aws:iam::000000000000:role/missing" },
      /^The role defined for the function cannot be assumed by Lambda\.$/,
    ],
    [
      { FunctionName: "n".repeat(65) },
      /^1 validation error detected: Value 'n{65}' at 'functionName' .* less than or equal to 64$/,
    ],
  ])("%j is no parameter value", async (change, message) => {
    const input = { ...(await functionInput("refused", ECHO)), ...change };
    const told = await refusal(lambda.send(new CreateFunctionCommand(input)));
    expect(told).toEqual({
      name: "InvalidParameterValueException",
      status: 400,
      message: expect.stringMatching(message),
    });
  });

  test("a taken name, another Region's ARN, another account's", async () => {
    const input = await functionInput("taken", ECHO);
    await create(input);
    expect(await refusal(lambda.send(new CreateFunctionCommand(input)))).toEqual({
      name: "ResourceConflictException",
      status: 409,
      message: "Function already exist: taken",
    });
    const elsewhere = "arn:aws:lambda:eu-west-1:000000000000:function:taken";
    expect(await refusal(lambda.send(new GetFunctionCommand({ FunctionName: elsewhere })))).toEqual({
      name: "ResourceNotFoundException",
      status: 404,
      message: "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
    });
    const foreign = "arn:aws:lambda:us-east-1:123456789012:function:taken";
    expect(await refusal(lambda.send(new GetFunctionCommand({ FunctionName: foreign })))).toMatchObject({
      name: "AccessDeniedException",
      status: 403,
    });
  });

  test("an operation that isn't offered answers by its name", async () => {
    expect(await refusal(lambda.send(new ListEventSourceMappingsCommand({ FunctionName: "taken" })))).toEqual({
      name: "NotImplementedException",
      status: 501,
      message: "Lambda's operation ListEventSourceMappings is not offered here yet.",
    });
  });

  test("an event that is no JSON, and one that is too large", async () => {
    expect(await refusal(lambda.send(new InvokeCommand({ FunctionName: "taken", Payload: "{a" })))).toMatchObject({
      name: "InvalidRequestContentException",
      status: 400,
      message: expect.stringMatching(/^Could not parse request body into json: /),
    });
    const Payload = Buffer.alloc(6_291_457, "1");
    expect(await refusal(lambda.send(new InvokeCommand({ FunctionName: "taken", Payload })))).toEqual({
      name: "RequestEntityTooLargeException",
      status: 413,
      message: "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
    });
  });
});

test("accounts and Regions share nothing but the machine", async () => {
  await makeRole(server, "222233334444");
  const other = lambdaClient(server.awsUrl, { accessKeyId: "222233334444", region: "eu-central-1" });
  const input = await functionInput(
    "same-name",
    "export const handler = async () => { console.log('other'); return 1; };",
  );
  const Role = roleIn("222233334444");
  const { FunctionArn } = await create({ ...input, Role }, other);
  expect(FunctionArn).toBe("arn:aws:lambda:eu-central-1:222233334444:function:same-name");
  await expect(lambda.send(new GetFunctionCommand({ FunctionName: "same-name" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  await create(await functionInput("same-name", ECHO));
  await other.send(new PutFunctionConcurrencyCommand({ FunctionName: "same-name", ReservedConcurrentExecutions: 5 }));
  expect(text((await other.send(new InvokeCommand({ FunctionName: "same-name", Payload: "2" }))).Payload)).toBe("1");
  expect(text((await lambda.send(new InvokeCommand({ FunctionName: "same-name", Payload: "2" }))).Payload)).toBe("2");
  const { events } = await server.query("logs.query", { functionName: "same-name" });
  expect(events.map(({ message }) => message)).not.toContain("other");
  other.destroy();
});

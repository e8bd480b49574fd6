import {
  AddLayerVersionPermissionCommand,
  CreateFunctionCommand,
  DeleteLayerVersionCommand,
  GetAccountSettingsCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  GetLayerVersionPolicyCommand,
  InvokeCommand,
  type LambdaClient,
  ListFunctionsCommand,
  PublishLayerVersionCommand,
  paginateListLayers,
  paginateListLayerVersions,
  RemoveLayerVersionPermissionCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../server.fixture.ts";
import { functionInput, lambdaClient, makeRole, refusal, roleIn, zipOf } from "./aws-clients.fixture.ts";

let server: TestServer;
let lambda: LambdaClient;
const LayerName = "greetings";
const ARN = "arn:aws:lambda:us-east-1:000000000000:layer:greetings";

beforeAll(async () => {
  server = await startTestServer();
  await makeRole(server);
  lambda = lambdaClient(server.awsUrl);
});
afterAll(async () => {
  lambda.destroy();
  await server.stop();
});

const contentOf = (greeting: string) =>
  zipOf({ "nodejs/node_modules/greeting/index.js": `module.exports = "${greeting}";` });

test("a layer's versions are published, got by name and by ARN, downloaded, and used by a function", async () => {
  const zip = await contentOf("hello");
  const published = await lambda.send(
    new PublishLayerVersionCommand({
      LayerName,
      Description: "says hello",
      Content: { ZipFile: zip },
      CompatibleRuntimes: ["nodejs20.x"],
      CompatibleArchitectures: ["x86_64"],
      LicenseInfo: "MIT",
    }),
  );
  expect(published).toMatchObject({
    LayerArn: ARN,
    LayerVersionArn: `${ARN}:1`,
    Version: 1,
    Description: "says hello",
    CompatibleRuntimes: ["nodejs20.x"],
    CompatibleArchitectures: ["x86_64"],
    LicenseInfo: "MIT",
    CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
    Content: { CodeSize: zip.byteLength },
    $metadata: { httpStatusCode: 201 },
  });
  await lambda.send(new PublishLayerVersionCommand({ LayerName: ARN, Content: { ZipFile: await contentOf("hi") } }));
  const byArn = await lambda.send(new GetLayerVersionByArnCommand({ Arn: `${ARN}:1` }));
  const byName = await lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber: 1 }));
  expect(byArn.Content?.CodeSha256).toBe(published.Content?.CodeSha256);
  const location = byName.Content?.Location as string;
  const download = await fetch(location);
  expect(Buffer.from(await download.arrayBuffer())).toEqual(Buffer.from(zip));
  expect((await fetch(location.replace("/1?", "/2?"))).status).toBe(403);

  const versions = [];
  for await (const page of paginateListLayerVersions({ client: lambda, pageSize: 1 }, { LayerName })) {
    versions.push(...(page.LayerVersions ?? []).map(({ Version }) => Version));
  }
  expect(versions).toEqual([2, 1]);
  await lambda.send(new PublishLayerVersionCommand({ LayerName: "other", Content: { ZipFile: zip } }));
  const layers = [];
  for await (const page of paginateListLayers({ client: lambda, pageSize: 1 }, {})) layers.push(...(page.Layers ?? []));
  expect(layers).toMatchObject([
    { LayerName, LayerArn: ARN, LatestMatchingVersion: { Version: 2 } },
    { LayerName: "other", LatestMatchingVersion: { Version: 1 } },
  ]);

  const { AccountUsage } = await lambda.send(new GetAccountSettingsCommand({}));
  const TotalCodeSize = zip.byteLength * 2 + (await contentOf("hi")).byteLength;
  expect(AccountUsage).toEqual({ FunctionCount: 0, TotalCodeSize });

  const source =
    'import { createRequire } from "node:module";\nconst require = createRequire("/opt/nodejs/index.js");\nexport const handler = async () => require("greeting");';
  await lambda.send(new CreateFunctionCommand({ ...(await functionInput("greeter", source)), Layers: [`${ARN}:1`] }));
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
    { FunctionName: "greeter" },
  );
  // Functions keep a version that is deleted.
  for (const _time of [1, 2]) {
    const { $metadata } = await lambda.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber: 1 }));
    expect($metadata.httpStatusCode).toBe(204);
  }
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "greeter" }));
  expect(Buffer.from(Payload ?? []).toString()).toBe('"hello"');
  const { Functions } = await lambda.send(new ListFunctionsCommand({}));
  expect(Functions?.[0]?.Layers).toEqual([{ Arn: `${ARN}:1`, CodeSize: zip.byteLength }]);
});

test("a version's policy says who may use it, and its own account alone changes it", async () => {
  const version = { LayerName, VersionNumber: 2 };
  const added = await lambda.send(
    new AddLayerVersionPermissionCommand({
      ...version,
      StatementId: "other-account",
      Action: "lambda:GetLayerVersion",
      Principal: "222233334444",
    }),
  );
  expect(added.$metadata.httpStatusCode).toBe(201);
  expect(JSON.parse(added.Statement as string)).toMatchObject({ Sid: "other-account", Resource: `${ARN}:2` });
  const { Policy, RevisionId } = await lambda.send(new GetLayerVersionPolicyCommand(version));
  expect(JSON.parse(Policy as string).Statement).toEqual([JSON.parse(added.Statement as string)]);
  expect(RevisionId).toBe(added.RevisionId);

  const other = lambdaClient(server.awsUrl, { accessKeyId: "222233334444" });
  const destroy = new DeleteLayerVersionCommand({ LayerName: ARN, VersionNumber: 2 });
  expect(await refusal(other.send(destroy))).toMatchObject({ name: "AccessDeniedException", status: 403 });
  other.destroy();

  const remove = new RemoveLayerVersionPermissionCommand({ ...version, StatementId: "other-account" });
  expect((await lambda.send(remove)).$metadata.httpStatusCode).toBe(204);
  expect(await refusal(lambda.send(remove))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: "No policy is associated with the given resource.",
  });
});

describe("a layer of another account", () => {
  const guestAccount = "222233334444";
  const layerVersion = { LayerName: "shared", VersionNumber: 1 };
  const arn = ARN.replace("greetings", "shared:1");
  const refused = {
    name: "AccessDeniedException",
    status: 403,
    message: `User: arn:aws:iam::${guestAccount}:user/local-administrator is not authorized to perform: lambda:GetLayerVersion on resource: ${arn} because no resource-based policy allows the lambda:GetLayerVersion action`,
  };
  const source = `import { createRequire } from "node:module";
    export const handler = async () => createRequire("/opt/nodejs/index.js")("greeting");`;
  let guest: LambdaClient;
  const borrows = async (functionName: string) => {
    const input = { ...(await functionInput(functionName, source)), Role: roleIn(guestAccount), Layers: [arn] };
    return guest.send(new CreateFunctionCommand(input));
  };
  const share = (StatementId: string, Principal: string) =>
    lambda.send(
      new AddLayerVersionPermissionCommand({
        ...{ ...layerVersion, StatementId, Principal },
        Action: "lambda:GetLayerVersion",
      }),
    );
  const takeBack = (StatementId: string) =>
    lambda.send(new RemoveLayerVersionPermissionCommand({ ...layerVersion, StatementId }));
  const answerOf = async (FunctionName: string) => {
    const limits = { client: guest, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };
    await waitUntilFunctionActiveV2(limits, { FunctionName });
    const { Payload } = await guest.send(new InvokeCommand({ FunctionName }));
    return Payload?.transformToString();
  };

  beforeAll(async () => {
    await makeRole(server, guestAccount);
    guest = lambdaClient(server.awsUrl, { accessKeyId: guestAccount });
    const Content = { ZipFile: await contentOf("hello from afar") };
    await lambda.send(new PublishLayerVersionCommand({ LayerName: layerVersion.LayerName, Content }));
  });
  afterAll(() => guest.destroy());

  test("is refused while it isn't shared, in the words for one that isn't there", async () => {
    expect(await refusal(borrows("refused"))).toEqual(refused);
    const get = (Arn: string) => refusal(guest.send(new GetLayerVersionByArnCommand({ Arn })));
    expect(await get(arn)).toEqual(refused);
    const missing = arn.replace(":1", ":9");
    expect(await get(missing)).toEqual({ ...refused, message: refused.message.replace(arn, missing) });
  });

  test("goes into functions and runs once it is shared with the account, and stays in them when it is taken back", async () => {
    await share("account", guestAccount);
    expect((await borrows("borrows")).Layers).toMatchObject([{ Arn: arn }]);
    expect(await answerOf("borrows")).toBe('"hello from afar"');
    const { Content } = await guest.send(new GetLayerVersionByArnCommand({ Arn: arn }));
    expect((await fetch(Content?.Location as string)).status).toBe(200);

    await takeBack("account");
    expect(await refusal(borrows("too-late"))).toEqual(refused);
    expect((await fetch(Content?.Location as string)).status).toBe(403);
    const change = new UpdateFunctionConfigurationCommand({ FunctionName: "borrows", Layers: [arn] });
    expect(await refusal(guest.send(change))).toEqual(refused);
    expect(await answerOf("borrows")).toBe('"hello from afar"');
  });

  test("is everybody's once it is shared with all accounts", async () => {
    await share("everybody", "*");
    await borrows("borrows-too");
    expect(await answerOf("borrows-too")).toBe('"hello from afar"');
    await takeBack("everybody");
    expect(await refusal(borrows("too-late"))).toEqual(refused);
  });
});

// spec: lambda §1.5
test("what can't be had is refused in AWS's words", async () => {
  const version = { LayerName: "missing", VersionNumber: 1 };
  expect(await refusal(lambda.send(new GetLayerVersionCommand(version)))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: "The resource you requested does not exist.",
  });
  expect(await refusal(lambda.send(new GetLayerVersionPolicyCommand(version)))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: "Layer version arn:aws:lambda:us-east-1:000000000000:layer:missing:1 does not exist.",
  });
  const remove = new RemoveLayerVersionPermissionCommand({ LayerName: "other", VersionNumber: 1, StatementId: "none" });
  expect(await refusal(lambda.send(remove))).toEqual({
    name: "ResourceNotFoundException",
    status: 404,
    message: "No policy is associated with the given resource.",
  });
  const add = new AddLayerVersionPermissionCommand({
    LayerName,
    VersionNumber: 2,
    StatementId: "everybody",
    Action: "lambda:GetLayerVersion",
    Principal: "*",
  });
  await lambda.send(add);
  expect(await refusal(lambda.send(add))).toEqual({
    name: "ResourceConflictException",
    status: 409,
    message:
      "The statement id (everybody) provided already exists. Please provide a new statement id, or remove the existing statement.",
  });
  expect(await refusal(lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber: 0 })))).toEqual({
    name: "InvalidParameterValueException",
    status: 400,
    message: "Layer Version Cannot be less than 1",
  });
  const broken = new PublishLayerVersionCommand({
    LayerName: "no spaces",
    Content: {},
    CompatibleRuntimes: ["cobol85" as never],
  });
  expect(await refusal(lambda.send(broken))).toEqual({
    name: "ValidationException",
    status: 400,
    message: expect.stringMatching(
      /^2 validation errors detected: Value 'no spaces' at 'layerName' .*; Value '\[cobol85\]' at 'compatibleRuntimes' /,
    ),
  });
});

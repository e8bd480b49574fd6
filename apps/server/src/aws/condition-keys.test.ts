import {
  CreatePolicyCommand,
  CreateRoleCommand,
  GetRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetFunctionUrlConfigCommand,
  InvokeCommand,
  type LambdaClient,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionUrlConfigCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { publishLayerVersion } from "@lambent/lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../server.fixture.ts";
import { allow, ECHO, functionInput, iamClient, lambdaClient, sessionOf, trust, zipOf } from "./aws-clients.fixture.ts";
import { SENDS_SIGNED } from "./inside-functions.fixture.ts";

const ACCOUNT = "000000000000";
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role`;
const arnOf = (functionName: string) => `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${functionName}`;
const OF_BLUE = { StringEquals: { "aws:ResourceTag/team": "blue" } };
const INVOKES_BLUE = { Action: "lambda:InvokeFunction", Resource: "*", Condition: OF_BLUE };
const PASSES_ROLES = { Action: "iam:PassRole", Resource: "*" };
const DENIED = { name: "AccessDeniedException", $metadata: { httpStatusCode: 403 } };

let server: TestServer;
let iam: IAMClient;
let lambda: LambdaClient;
const clients: { destroy(): void }[] = [];
const kept = <Client extends { destroy(): void }>(client: Client) => {
  clients.push(client);
  return client;
};

/** Credentials of a session of a role that has these permissions. */
async function sessionThatMay(RoleName: string, ...statements: Parameters<typeof allow>) {
  const AssumeRolePolicyDocument = trust({ AWS: `arn:aws:iam::${ACCOUNT}:root`, Service: "lambda.amazonaws.com" });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = allow(...statements);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "may", PolicyDocument }));
  return sessionOf(server.awsUrl, Role?.Arn);
}
const lambdaOf = (credentials: Awaited<ReturnType<typeof sessionThatMay>>) =>
  kept(lambdaClient(server.awsUrl, credentials));

async function create(name: string, source: string, given: { Tags?: Record<string, string>; Role?: string } = {}) {
  const defaults = { Role: `${ROLE_ARN}/worker`, Timeout: 30 };
  await lambda.send(new CreateFunctionCommand({ ...(await functionInput(name, source)), ...defaults, ...given }));
  const limits = { client: lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };
  await waitUntilFunctionActiveV2(limits, { FunctionName: name });
}

beforeAll(async () => {
  server = await startTestServer();
  iam = kept(iamClient(server.awsUrl));
  lambda = kept(lambdaClient(server.awsUrl));
  await sessionThatMay("worker", PASSES_ROLES);
  await Promise.all([
    create("blue", ECHO, { Tags: { team: "blue", Team: "red" } }),
    create("red", ECHO, { Tags: { team: "red", Team: "blue" } }),
    create("plain", ECHO),
  ]);
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await server.stop();
});

describe("tags of a function", () => {
  test("let to it and its aliases alone, and what changes them changes that", async () => {
    await lambda.send(new CreateAliasCommand({ FunctionName: "blue", Name: "live", FunctionVersion: "$LATEST" }));
    const asSession = lambdaOf(await sessionThatMay("invokes-blue", INVOKES_BLUE));
    const invoke = (FunctionName: string) => asSession.send(new InvokeCommand({ FunctionName }));
    expect((await invoke("blue")).StatusCode).toBe(200);
    expect((await invoke("blue:live")).StatusCode).toBe(200);
    // Whether a function is there doesn't show: it has no tags then either.
    for (const name of ["red", "plain", "missing"]) {
      await expect(invoke(name)).rejects.toMatchObject({
        ...DENIED,
        message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/invokes-blue/ana is not authorized to perform: lambda:InvokeFunction on resource: ${arnOf(name)} because no identity-based policy allows the lambda:InvokeFunction action`,
      });
    }
    await lambda.send(new TagResourceCommand({ Resource: arnOf("plain"), Tags: { team: "blue" } }));
    expect((await invoke("plain")).StatusCode).toBe(200);
    await lambda.send(new UntagResourceCommand({ Resource: arnOf("plain"), TagKeys: ["team"] }));
    await expect(invoke("plain")).rejects.toMatchObject(DENIED);
  });

  test("are shown with the function to those alone who may list them", async () => {
    const get = { Action: "lambda:GetFunction", Resource: "*" };
    const list = { Action: "lambda:ListTags", Resource: "*", Condition: OF_BLUE };
    const asSession = lambdaOf(await sessionThatMay("reads-tags-of-blue", get, list));
    const tagsOf = async (client: LambdaClient, FunctionName: string) =>
      (await client.send(new GetFunctionCommand({ FunctionName }))).Tags;
    expect(await tagsOf(asSession, "blue")).toEqual({ team: "blue", Team: "red" });
    expect(await tagsOf(asSession, "red")).toBeUndefined();
    expect(await tagsOf(lambda, "red")).toEqual({ team: "red", Team: "blue" });
    const foreign = kept(lambdaClient(server.awsUrl, { accessKeyId: "444455556666" }));
    const share = (StatementId: string, Action: string) =>
      lambda.send(new AddPermissionCommand({ FunctionName: "red", StatementId, Principal: "444455556666", Action }));
    await share("get", "lambda:GetFunction");
    expect(await tagsOf(foreign, arnOf("red"))).toBeUndefined();
    await share("list", "lambda:ListTags");
    expect(await tagsOf(foreign, arnOf("red"))).toEqual({ team: "red", Team: "blue" });
  });

  test("of another account's function can't be found out by a Deny", async () => {
    const Condition = { StringEquals: { "aws:ResourceTag/team": ["blue", "red"] } };
    const Statement = [
      { Effect: "Allow", Action: "*", Resource: "*" },
      { Effect: "Deny", Action: "*", Resource: "*", Condition },
    ];
    const account = "444455556666";
    const otherIam = kept(iamClient(server.awsUrl, { accessKeyId: account }));
    const AssumeRolePolicyDocument = trust({ AWS: `arn:aws:iam::${account}:root` });
    const role = { RoleName: "curious", AssumeRolePolicyDocument };
    const { Role } = await otherIam.send(new CreateRoleCommand(role));
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await otherIam.send(new PutRolePolicyCommand({ RoleName: "curious", PolicyName: "deny", PolicyDocument }));
    const curious = lambdaOf(await sessionOf(server.awsUrl, Role?.Arn, { accountId: account }));
    const asked = ["blue", "plain", "missing"].map((name) =>
      curious.send(new InvokeCommand({ FunctionName: arnOf(name) })).catch(({ message }: Error) => message),
    );
    for (const message of await Promise.all(asked))
      expect(message).toContain("because no resource-based policy allows");
  });

  test("bite for a function that calls from inside, by the API and by a function URL", async () => {
    const onUrls = { Action: "lambda:InvokeFunctionUrl", Resource: "*", Condition: OF_BLUE };
    await sessionThatMay("calls-blue", INVOKES_BLUE, onUrls);
    await create("calls", SENDS_SIGNED, { Role: `${ROLE_ARN}/calls-blue` });
    const requests: { path: string; method?: string }[] = [];
    for (const FunctionName of ["blue", "red"]) {
      const url = new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "AWS_IAM" });
      const { FunctionUrl = "" } = await lambda.send(url);
      requests.push({ path: `/2015-03-31/functions/${FunctionName}/invocations` });
      requests.push({ path: `/_function-urls/${new URL(FunctionUrl).host.split(".")[0]}/`, method: "GET" });
    }
    const Payload = JSON.stringify({ requests });
    const { Payload: answer } = await lambda.send(new InvokeCommand({ FunctionName: "calls", Payload }));
    const { answers } = JSON.parse(answer?.transformToString() ?? "null");
    expect(answers.map(({ status }: { status: number }) => status)).toEqual([200, 200, 403, 403]);
  });
});

describe("tags of a request", () => {
  const ofBlueTeam = {
    StringEquals: { "aws:RequestTag/team": "blue" },
    "ForAllValues:StringEquals": { "aws:TagKeys": ["team", "stage"] },
  };

  test("are asked for when a function is made", async () => {
    const may = { Action: "lambda:CreateFunction", Resource: "*", Condition: ofBlueTeam };
    const asSession = lambdaOf(await sessionThatMay("makes-blue", may, PASSES_ROLES));
    const make = async (FunctionName: string, Tags?: Record<string, string>) => {
      const input = { ...(await functionInput(FunctionName, ECHO)), Role: `${ROLE_ARN}/worker`, Tags };
      return asSession.send(new CreateFunctionCommand(input));
    };
    const refused: (Record<string, string> | undefined)[] = [
      undefined,
      { team: "red" },
      { Team: "blue", team: "red" },
      { team: "blue", owner: "ana" },
      { stage: "test" },
    ];
    for (const tags of refused) await expect(make("not-blue", tags)).rejects.toMatchObject(DENIED);
    expect((await make("made-blue", { team: "blue", stage: "test" })).FunctionName).toBe("made-blue");
  });

  test("are asked for when a function gets or loses tags", async () => {
    const untag = { "ForAnyValue:StringEquals": { "aws:TagKeys": ["team"] } };
    const asSession = lambdaOf(
      await sessionThatMay(
        "tags-blue",
        { Action: "lambda:TagResource", Resource: "*", Condition: ofBlueTeam },
        { Action: "lambda:UntagResource", Resource: "*", Condition: untag },
      ),
    );
    const Resource = arnOf("plain");
    const tag = (Tags: Record<string, string>) => asSession.send(new TagResourceCommand({ Resource, Tags }));
    await expect(tag({ team: "red" })).rejects.toMatchObject(DENIED);
    await expect(tag({ team: "blue", owner: "ana" })).rejects.toMatchObject(DENIED);
    await tag({ team: "blue" });
    const lose = (...TagKeys: string[]) => asSession.send(new UntagResourceCommand({ Resource, TagKeys }));
    await expect(lose("stage")).rejects.toMatchObject(DENIED);
    await lose("stage", "team");
  });
});

describe("IAM", () => {
  test("knows tags of roles and of requests", async () => {
    const credentials = await sessionThatMay(
      "manages-blue",
      { Action: "iam:GetRole", Resource: "*", Condition: { StringEquals: { "iam:ResourceTag/team": "blue" } } },
      { Action: ["iam:TagRole", "iam:UntagRole"], Resource: "*", Condition: OF_BLUE },
      {
        Action: ["iam:CreateRole", "iam:CreatePolicy", "iam:TagPolicy"],
        Resource: "*",
        Condition: { StringEquals: { "aws:RequestTag/team": "blue" } },
      },
    );
    const asSession = kept(iamClient(server.awsUrl, credentials));
    const denied = { name: "AccessDenied", $metadata: { httpStatusCode: 403 } };
    const Tags = [{ Key: "team", Value: "blue" }];
    const role = { RoleName: "of-blue", AssumeRolePolicyDocument: trust({ Service: "lambda.amazonaws.com" }) };
    await expect(asSession.send(new CreateRoleCommand(role))).rejects.toMatchObject(denied);
    // Who makes a role with tags tags it, and who says by which tags of the role that is allowed lets nobody tag a new one.
    await expect(asSession.send(new CreateRoleCommand({ ...role, Tags }))).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining(`not authorized to perform: iam:TagRole on resource: ${ROLE_ARN}/of-blue`),
    });
    const condition = { StringEquals: { "aws:RequestTag/team": "blue" } };
    const PolicyDocument = allow({ Action: "iam:TagRole", Resource: `${ROLE_ARN}/of-*`, Condition: condition });
    await iam.send(new PutRolePolicyCommand({ RoleName: "manages-blue", PolicyName: "tags", PolicyDocument }));
    await asSession.send(new CreateRoleCommand({ ...role, Tags }));
    const policy = { PolicyName: "of-blue", PolicyDocument: allow(PASSES_ROLES) };
    await expect(asSession.send(new CreatePolicyCommand(policy))).rejects.toMatchObject(denied);
    await asSession.send(new CreatePolicyCommand({ ...policy, Tags }));

    const get = (RoleName: string) => asSession.send(new GetRoleCommand({ RoleName }));
    expect((await get("of-blue")).Role?.RoleName).toBe("of-blue");
    for (const name of ["worker", "missing"]) await expect(get(name)).rejects.toMatchObject(denied);
    await expect(asSession.send(new TagRoleCommand({ RoleName: "worker", Tags }))).rejects.toMatchObject(denied);
    await asSession.send(new UntagRoleCommand({ RoleName: "of-blue", TagKeys: ["team"] }));
    await expect(get("of-blue")).rejects.toMatchObject(denied);
  });
});

describe("Lambda's own condition keys", () => {
  test("lambda:Layer and the keys of a VPC", async () => {
    const zip = Buffer.from(await zipOf({ "nodejs/greeting.mjs": "export const greeting = 'hello';" }));
    for (const layerName of ["approved", "other"]) await publishLayerVersion(server.ports, { layerName, zip });
    const layer = (name: string) => arnOf("").replace("function:", `layer:${name}:1`);
    const asSession = lambdaOf(
      await sessionThatMay(
        "uses-approved",
        PASSES_ROLES,
        {
          Action: ["lambda:UpdateFunctionConfiguration"],
          Resource: "*",
          Condition: {
            "ForAllValues:StringLike": { "lambda:Layer": [layer("approved")] },
            Null: { "lambda:VpcIds": "true", "lambda:SubnetIds": "true", "lambda:SecurityGroupIds": "true" },
          },
        },
        { Action: "lambda:GetLayerVersion", Resource: "*" },
      ),
    );
    const update = (...Layers: string[]) =>
      asSession.send(new UpdateFunctionConfigurationCommand({ FunctionName: "plain", Layers }));
    await expect(update(layer("other"))).rejects.toMatchObject(DENIED);
    await expect(update(layer("approved"), layer("other"))).rejects.toMatchObject(DENIED);
    expect((await update(layer("approved"))).Layers).toMatchObject([{ Arn: layer("approved") }]);
  });

  test("lambda:FunctionUrlAuthType of the URL that is asked for, or is there", async () => {
    const Condition = { StringEquals: { "lambda:FunctionUrlAuthType": "AWS_IAM" } };
    const FunctionName = "plain";
    const asSession = lambdaOf(
      await sessionThatMay("signed-urls", { Action: "lambda:*FunctionUrlConfig", Resource: "*", Condition }),
    );
    const [open, signed] = [
      { FunctionName, AuthType: "NONE" } as const,
      { FunctionName, AuthType: "AWS_IAM" } as const,
    ];
    await expect(asSession.send(new CreateFunctionUrlConfigCommand(open))).rejects.toMatchObject(DENIED);
    await asSession.send(new CreateFunctionUrlConfigCommand(signed));
    await expect(asSession.send(new UpdateFunctionUrlConfigCommand(open))).rejects.toMatchObject(DENIED);
    expect((await asSession.send(new GetFunctionUrlConfigCommand({ FunctionName }))).AuthType).toBe("AWS_IAM");
    await lambda.send(new UpdateFunctionUrlConfigCommand(open));
    const remove = new DeleteFunctionUrlConfigCommand({ FunctionName });
    await expect(asSession.send(remove)).rejects.toMatchObject(DENIED);
    await lambda.send(new UpdateFunctionUrlConfigCommand(signed));
    await asSession.send(remove);
  });

  test("lambda:Principal of the permission that is asked for, or is there", async () => {
    const Condition = { StringEquals: { "lambda:Principal": "s3.amazonaws.com" } };
    const asSession = lambdaOf(
      await sessionThatMay("lets-s3-in", {
        Action: ["lambda:AddPermission", "lambda:RemovePermission"],
        Resource: "*",
        Condition,
      }),
    );
    const permission = (StatementId: string, Principal: string) =>
      new AddPermissionCommand({ FunctionName: "plain", StatementId, Principal, Action: "lambda:InvokeFunction" });
    await expect(asSession.send(permission("all", "*"))).rejects.toMatchObject(DENIED);
    await asSession.send(permission("s3", "s3.amazonaws.com"));
    await lambda.send(permission("account", "444455556666"));
    const remove = (StatementId: string) =>
      asSession.send(new RemovePermissionCommand({ FunctionName: "plain", StatementId }));
    for (const id of ["account", "missing"]) await expect(remove(id)).rejects.toMatchObject(DENIED);
    await remove("s3");
    await expect(asSession.send(new GetFunctionConfigurationCommand({ FunctionName: "plain" }))).rejects.toMatchObject(
      DENIED,
    );
  });
});

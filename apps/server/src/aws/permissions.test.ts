import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  type LambdaClient,
  ListFunctionsCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { LOCAL_ADMINISTRATOR } from "@lambent/access";
import { assumeRole, createIamPorts } from "@lambent/iam";
import { addPermission } from "@lambent/lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../server.fixture.ts";
import {
  allow,
  ECHO,
  functionInput,
  iamClient,
  lambdaClient,
  sessionOf,
  stsClient,
  trust,
} from "./aws-clients.fixture.ts";

const ACCOUNT = "000000000000";
const OTHER_ACCOUNT = "444455556666";
const EXECUTION_POLICY = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
const HELLO = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:hello`;
const BY_ACCOUNT = trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` });
const BY_LAMBDA = trust({ Service: "lambda.amazonaws.com" });

let server: TestServer;
let iam: IAMClient;
let lambda: LambdaClient;
const clients: { destroy(): void }[] = [];
const kept = <Client extends { destroy(): void }>(client: Client) => {
  clients.push(client);
  return client;
};

beforeAll(async () => {
  server = await startTestServer();
  iam = kept(iamClient(server.awsUrl));
  lambda = kept(lambdaClient(server.awsUrl));
  await iam.send(new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument: BY_LAMBDA }));
  const Role = `arn:aws:iam::${ACCOUNT}:role/worker`;
  await lambda.send(new CreateFunctionCommand({ ...(await functionInput("hello", ECHO)), Role }));
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
    { FunctionName: "hello" },
  );
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await server.stop();
});

/** A role that the account may assume, with one inline policy, and the credentials of a session of it. */
async function sessionWith(RoleName: string, policy: string, options: { Policy?: string; Path?: string } = {}) {
  const { Path, Policy } = options;
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: BY_ACCOUNT }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument: policy }));
  return sessionOf(server.awsUrl, Role?.Arn, { Policy });
}

describe("roles of functions", () => {
  test("a role that doesn't trust Lambda is none for a function", async () => {
    const RoleName = "not-for-lambda";
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: BY_ACCOUNT }));
    const input = await functionInput("untrusted", ECHO);
    await expect(lambda.send(new CreateFunctionCommand({ ...input, Role: Role?.Arn }))).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: "The role defined for the function cannot be assumed by Lambda.",
    });
  });

  test("who makes a function has to be allowed to pass its role to Lambda", async () => {
    const Role = `arn:aws:iam::${ACCOUNT}:role/worker`;
    const create = { Action: ["lambda:CreateFunction", "lambda:UpdateFunctionConfiguration"], Resource: "*" };
    const input = { ...(await functionInput("passed", ECHO)), Role };
    const without = kept(lambdaClient(server.awsUrl, await sessionWith("cannot-pass", allow(create))));
    const refusal = {
      name: "AccessDeniedException",
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/cannot-pass/ana is not authorized to perform: iam:PassRole on resource: ${Role} because no identity-based policy allows the iam:PassRole action`,
    };
    await expect(without.send(new CreateFunctionCommand(input))).rejects.toMatchObject(refusal);
    const change = new UpdateFunctionConfigurationCommand({ FunctionName: "hello", Role });
    await expect(without.send(change)).rejects.toMatchObject(refusal);

    const pass = (service: string) => ({
      Action: "iam:PassRole",
      Resource: Role,
      Condition: { StringEquals: { "iam:PassedToService": service } },
    });
    const toOthers = await sessionWith("passes-to-ec2", allow(create, pass("ec2.amazonaws.com")));
    await expect(
      kept(lambdaClient(server.awsUrl, toOthers)).send(new CreateFunctionCommand(input)),
    ).rejects.toMatchObject({ name: "AccessDeniedException" });
    const toLambda = await sessionWith("passes-to-lambda", allow(create, pass("lambda.amazonaws.com")));
    const made = await kept(lambdaClient(server.awsUrl, toLambda)).send(new CreateFunctionCommand(input));
    expect(made.Role).toBe(Role);
    const foreign = { ...input, Role: `arn:aws:iam::${OTHER_ACCOUNT}:role/worker` };
    await expect(lambda.send(new CreateFunctionCommand(foreign))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: "Cross-account pass role is not allowed.",
    });
  });
});

describe("sessions", () => {
  test("may do exactly what the role's policies say", async () => {
    const credentials = await sessionWith("invokes", allow({ Action: "lambda:InvokeFunction", Resource: HELLO }));
    const asSession = kept(lambdaClient(server.awsUrl, credentials));
    const { Payload } = await asSession.send(new InvokeCommand({ FunctionName: "hello", Payload: "1" }));
    expect(Buffer.from(Payload ?? []).toString()).toBe("1");
    await expect(asSession.send(new GetFunctionCommand({ FunctionName: "hello" }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/invokes/ana is not authorized to perform: lambda:GetFunction on resource: ${HELLO} because no identity-based policy allows the lambda:GetFunction action`,
      $metadata: { httpStatusCode: 403 },
    });
    const iamAsSession = kept(iamClient(server.awsUrl, credentials));
    await expect(iamAsSession.send(new GetRoleCommand({ RoleName: "invokes" }))).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/invokes/ana is not authorized to perform: iam:GetRole on resource: arn:aws:iam::${ACCOUNT}:role/invokes because no identity-based policy allows the iam:GetRole action`,
    });
    // What is taken away from the role is gone for its sessions.
    await iam.send(new DeleteRolePolicyCommand({ RoleName: "invokes", PolicyName: "own" }));
    await expect(asSession.send(new InvokeCommand({ FunctionName: "hello" }))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });

  test("are bounded by their session policy", async () => {
    const Policy = allow({ Action: "lambda:GetFunction", Resource: "*" });
    const all = allow({ Action: "lambda:*", Resource: "*" });
    const bounded = kept(lambdaClient(server.awsUrl, await sessionWith("bounded-session", all, { Policy })));
    const { Code } = await bounded.send(new GetFunctionCommand({ FunctionName: "hello" }));
    // The URL carries the session's token.
    expect((await fetch(Code?.Location as string)).status).toBe(200);
    await expect(bounded.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      message: expect.stringContaining("because no session policy allows the lambda:ListFunctions action"),
    });
  });

  test("permissions for roles are judged by their paths, and conditions by the request", async () => {
    const credentials = await sessionWith(
      "reads-team",
      allow(
        { Action: "iam:GetRole", Resource: `arn:aws:iam::${ACCOUNT}:role/team/*` },
        {
          Action: "iam:AttachRolePolicy",
          Resource: "*",
          Condition: { ArnEquals: { "iam:PolicyARN": EXECUTION_POLICY } },
        },
        {
          Action: "lambda:ListFunctions",
          Resource: "*",
          Condition: { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } },
        },
      ),
      { Path: "/team/" },
    );
    const asSession = kept(iamClient(server.awsUrl, credentials));
    expect((await asSession.send(new GetRoleCommand({ RoleName: "reads-team" }))).Role?.Path).toBe("/team/");
    await expect(asSession.send(new GetRoleCommand({ RoleName: "worker" }))).rejects.toMatchObject({
      name: "AccessDenied",
    });
    const RoleName = "reads-team";
    await asSession.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: EXECUTION_POLICY }));
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    await expect(asSession.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))).rejects.toMatchObject({
      name: "AccessDenied",
    });
    await kept(lambdaClient(server.awsUrl, credentials)).send(new ListFunctionsCommand({}));
  });

  test("end, and nobody makes one up", async () => {
    const credentials = await sessionWith("ends", allow({ Action: "*", Resource: "*" }));
    const past = createIamPorts({
      scope: server.ports.scope,
      store: server.ports.store,
      clock: { now: () => new Date(Date.now() - 7_200_000) },
    });
    const ended = await assumeRole(past, {
      caller: LOCAL_ADMINISTRATOR(server.ports.scope),
      roleArn: `arn:aws:iam::${ACCOUNT}:role/ends`,
      roleSessionName: "ended",
    });
    const { sessionToken } = credentials;
    const forged = `${sessionToken.slice(0, 40)}${sessionToken[40] === "A" ? "B" : "A"}${sessionToken.slice(41)}`;
    const cases = [
      [
        ended.credentials,
        "ExpiredTokenException",
        "ExpiredToken",
        "The security token included in the request is expired",
      ],
      [{ ...credentials, sessionToken: forged }, "UnrecognizedClientException", "InvalidClientTokenId"],
      [
        { ...credentials, sessionToken: ended.credentials.sessionToken },
        "UnrecognizedClientException",
        "InvalidClientTokenId",
      ],
      [{ ...credentials, sessionToken: undefined }, "UnrecognizedClientException", "InvalidClientTokenId"],
      [{ ...credentials, secretAccessKey: "guessed" }, "InvalidSignatureException", "SignatureDoesNotMatch"],
    ] as const;
    for (const [used, ofLambda, ofQuery, message] of cases) {
      const refused = (name: string) => ({ name, ...(message && { message }), $metadata: { httpStatusCode: 403 } });
      const asLambda = kept(lambdaClient(server.awsUrl, used));
      await expect(asLambda.send(new ListFunctionsCommand({}))).rejects.toMatchObject(refused(ofLambda));
      const asSts = kept(stsClient(server.awsUrl, used));
      await expect(asSts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject(refused(ofQuery));
    }
    await iam.send(new DeleteRolePolicyCommand({ RoleName: "ends", PolicyName: "own" }));
    await iam.send(new DeleteRoleCommand({ RoleName: "ends" }));
    const orphan = kept(lambdaClient(server.awsUrl, credentials));
    await expect(orphan.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
  });
});

describe("STS", () => {
  test("says of each kind of key whose it is", async () => {
    const who = async (options: Parameters<typeof stsClient>[1]) =>
      kept(stsClient(server.awsUrl, options)).send(new GetCallerIdentityCommand({}));
    expect(await who({})).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:user/local-administrator`,
      UserId: expect.stringMatching(/^AIDA/),
    });
    expect(await who({ accessKeyId: OTHER_ACCOUNT, region: "eu-west-1" })).toMatchObject({ Account: OTHER_ACCOUNT });
    const credentials = await sessionWith("asks", allow({ Action: "lambda:GetFunction", Resource: "*" }));
    expect(await who(credentials)).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/asks/ana`,
      UserId: expect.stringMatching(/^AROA[A-Z0-9]+:ana$/),
    });
    expect(credentials.expiration.getTime()).toBeGreaterThan(Date.now());
  });

  test("gives no session to whom the role doesn't trust, whether it is there or not", async () => {
    const sts = kept(stsClient(server.awsUrl));
    for (const name of ["worker", "missing"]) {
      const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
      await expect(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "ana" }))).rejects.toMatchObject({
        name: "AccessDenied",
        message: expect.stringMatching(
          new RegExp(`local-administrator is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`),
        ),
      });
    }
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/worker`;
    const SourceIdentity = "ana";
    await expect(
      sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "ana", SourceIdentity })),
    ).rejects.toMatchObject({ name: "ValidationError" });
    await expect(sts.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 501 },
    });
  });
});

test("another account's caller is let to a function when both sides allow it", async () => {
  const foreign = kept(lambdaClient(server.awsUrl, { accessKeyId: OTHER_ACCOUNT }));
  const invoke = () => foreign.send(new InvokeCommand({ FunctionName: HELLO, Payload: '"from afar"' }));
  const refusal = {
    name: "AccessDeniedException",
    message: `User: arn:aws:iam::${OTHER_ACCOUNT}:user/local-administrator is not authorized to perform: lambda:InvokeFunction on resource: ${HELLO} because no resource-based policy allows the lambda:InvokeFunction action`,
  };
  await expect(invoke()).rejects.toMatchObject(refusal);
  const permission = { functionName: "hello", principal: OTHER_ACCOUNT };
  await addPermission(server.ports, { ...permission, statementId: "invoke", action: "lambda:InvokeFunction" });
  expect(Buffer.from((await invoke()).Payload ?? []).toString()).toBe('"from afar"');
  // A missing function and one that isn't shared are the same from outside.
  const missing = HELLO.replace("hello", "missing");
  await expect(foreign.send(new InvokeCommand({ FunctionName: missing }))).rejects.toMatchObject({
    message: refusal.message.replaceAll(":function:hello", ":function:missing"),
  });
  await expect(foreign.send(new GetFunctionCommand({ FunctionName: HELLO }))).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
  await addPermission(server.ports, { ...permission, statementId: "get", action: "lambda:GetFunction" });
  const { Configuration, Code } = await foreign.send(new GetFunctionCommand({ FunctionName: HELLO }));
  expect(Configuration?.FunctionArn).toBe(HELLO);
  expect((await fetch(Code?.Location as string)).status).toBe(200);

  // The other side: the role's policies have to allow it, too; in the function's own account either side is enough.
  const otherIam = kept(iamClient(server.awsUrl, { accessKeyId: OTHER_ACCOUNT }));
  const role = { RoleName: "guest", AssumeRolePolicyDocument: BY_ACCOUNT.replace(ACCOUNT, OTHER_ACCOUNT) };
  const { Role } = await otherIam.send(new CreateRoleCommand(role));
  const guestSession = await sessionOf(server.awsUrl, Role?.Arn, { accountId: OTHER_ACCOUNT });
  const guest = kept(lambdaClient(server.awsUrl, guestSession));
  await expect(guest.send(new InvokeCommand({ FunctionName: HELLO }))).rejects.toMatchObject({
    message: expect.stringContaining("because no identity-based policy allows the lambda:InvokeFunction action"),
  });
  const unallowed = await sessionWith("named-by-function", allow({ Action: "iam:GetRole", Resource: "*" }));
  const named = kept(lambdaClient(server.awsUrl, unallowed));
  await expect(named.send(new InvokeCommand({ FunctionName: "hello" }))).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
  const principal = `arn:aws:iam::${ACCOUNT}:role/named-by-function`;
  await addPermission(server.ports, { ...permission, principal, statementId: "r", action: "lambda:InvokeFunction" });
  expect((await named.send(new InvokeCommand({ FunctionName: "hello" }))).StatusCode).toBe(200);
});

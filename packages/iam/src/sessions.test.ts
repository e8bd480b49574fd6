import { authorise, explainAccess } from "@lambent/access";
import {
  AccessDenied,
  InvalidInput,
  InvalidParameterValue,
  type PolicyStatement,
  ValidationError,
} from "@lambent/model";
import { describe, expect, test } from "vitest";
import { type AssumeRole, assumeRole } from "./assume-role.ts";
import { createRole } from "./create-role.ts";
import { credentialsOf } from "./credentials-of.ts";
import { deleteRole } from "./delete-role.ts";
import { deleteRolePolicy } from "./delete-role-policy.ts";
import { executionRoleSession } from "./execution-role-session.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";
import { document, LAMBDA_TRUST, makeRole, openIam, SCOPE, trusting, user } from "./iam.fixture.ts";
import type { TemporaryCredentials } from "./issue-session.ts";
import type { IamPorts } from "./ports.ts";
import { putRolePolicy } from "./put-role-policy.ts";
import { updateAssumeRolePolicy } from "./update-assume-role-policy.ts";
import { updateRole } from "./update-role.ts";

// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html

const WORKER = "arn:aws:iam::123456789012:role/worker";
const HELLO = "arn:aws:lambda:us-east-1:123456789012:function:hello";
const OTHER = "arn:aws:lambda:us-east-1:123456789012:function:other";
const INVOKE_ALL = document({ Action: "lambda:InvokeFunction", Resource: "*" });

async function openWithRole() {
  const iam = await openIam();
  const role = await makeRole(iam.ports, "worker", trusting("ana"));
  await putRolePolicy(iam.ports, { roleName: "worker", policyName: "invoke", policyDocument: INVOKE_ALL });
  const assume = (given: Partial<AssumeRole> = {}) =>
    assumeRole(iam.ports, { caller: user("ana"), roleArn: WORKER, roleSessionName: "s1", ...given });
  return { ...iam, role, assume };
}

async function callerOf(ports: IamPorts, { accessKeyId, sessionToken }: TemporaryCredentials) {
  const found = await credentialsOf(ports, { accessKeyId, sessionToken });
  if (found.outcome !== "valid") throw new Error(found.outcome);
  return found.caller;
}

describe("an assumed role", () => {
  test("gets credentials as AWS's, and is known by them", async () => {
    const { ports, role, assume } = await openWithRole();
    const assumed = await assume();
    expect(assumed).toEqual({
      credentials: {
        accessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
        secretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
        sessionToken: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
        expiration: "2026-11-26T09:00:00Z",
      },
      assumedRoleUser: {
        assumedRoleId: `${role.roleId}:s1`,
        arn: "arn:aws:sts::123456789012:assumed-role/worker/s1",
      },
    });
    const found = await credentialsOf(ports, assumed.credentials);
    expect(found).toMatchObject({
      outcome: "valid",
      secretAccessKey: assumed.credentials.secretAccessKey,
      accountId: "123456789012",
    });
    const caller = await callerOf(ports, assumed.credentials);
    expect(getCallerIdentity({ caller })).toEqual({
      userId: `${role.roleId}:s1`,
      account: "123456789012",
      arn: "arn:aws:sts::123456789012:assumed-role/worker/s1",
    });
    authorise(caller, "lambda:InvokeFunction", HELLO);
    expect(() => authorise(caller, "lambda:DeleteFunction", HELLO)).toThrow(
      "User: arn:aws:sts::123456789012:assumed-role/worker/s1 is not authorized to perform: lambda:DeleteFunction",
    );
  });

  test("without its path in the session's ARN, with it in the role's", async () => {
    const { ports } = await openIam();
    await createRole(ports, { roleName: "r", path: "/a/b/", assumeRolePolicyDocument: trusting("ana") });
    const roleArn = "arn:aws:iam::123456789012:role/a/b/r";
    const { credentials, assumedRoleUser } = await assumeRole(ports, {
      caller: user("ana"),
      roleArn,
      roleSessionName: "s1",
    });
    expect(assumedRoleUser.arn).toBe("arn:aws:sts::123456789012:assumed-role/r/s1");
    expect((await callerOf(ports, credentials)).session?.roleArn).toBe(roleArn);
  });

  test("survives a restart of the server, and another account finds it as well", async () => {
    const { ports, assume, store, directory } = await openWithRole();
    const { credentials } = await assume();
    await store.close();
    const again = await openIam({ directory });
    expect(await credentialsOf(again.ports, credentials)).toMatchObject({ outcome: "valid" });
    const elsewhere = { ...again.ports, scope: { ...SCOPE, accountId: "999999999999" } };
    expect(await credentialsOf(elsewhere, credentials)).toMatchObject({ outcome: "valid", accountId: "123456789012" });
    expect(ports.scope).toEqual(SCOPE);
  });

  test("expires to the second", async () => {
    const { ports, pass, assume } = await openWithRole();
    const { credentials } = await assume({ durationSeconds: 900 });
    expect(credentials.expiration).toBe("2026-11-26T08:15:00Z");
    pass(899);
    expect(await credentialsOf(ports, credentials)).toMatchObject({ outcome: "valid" });
    pass(1);
    expect(await credentialsOf(ports, credentials)).toEqual({ outcome: "expired" });
  });

  test("may do what the role may do now, not what it could when the session began", async () => {
    const { ports, assume } = await openWithRole();
    const { credentials } = await assume();
    const may = async () => explainAccess(await callerOf(ports, credentials), "lambda:InvokeFunction", HELLO).allowed;
    expect(await may()).toBe(true);
    await deleteRolePolicy(ports, { roleName: "worker", policyName: "invoke" });
    expect(await may()).toBe(false);
    // What IAM's "revoke active sessions" writes.
    await putRolePolicy(ports, { roleName: "worker", policyName: "invoke", policyDocument: INVOKE_ALL });
    const revoke = document({
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { DateLessThan: { "aws:TokenIssueTime": "2026-11-26T08:00:01Z" } },
    });
    await putRolePolicy(ports, { roleName: "worker", policyName: "AWSRevokeOlderSessions", policyDocument: revoke });
    expect(await may()).toBe(false);
  });

  test("ends with its role, also when another one takes the name", async () => {
    const { ports, assume } = await openWithRole();
    const { credentials } = await assume();
    await deleteRolePolicy(ports, { roleName: "worker", policyName: "invoke" });
    await deleteRole(ports, { roleName: "worker" });
    expect(await credentialsOf(ports, credentials)).toEqual({ outcome: "invalid" });
    await makeRole(ports, "worker", trusting("ana"));
    expect(await credentialsOf(ports, credentials)).toEqual({ outcome: "invalid" });
  });
});

describe("a token", () => {
  test("that was changed, belongs to another key or is none is invalid", async () => {
    const { ports, assume } = await openWithRole();
    const [one, two] = [(await assume()).credentials, (await assume()).credentials];
    const { accessKeyId, sessionToken } = one;
    const flipped = `${sessionToken.slice(0, 60)}${sessionToken[60] === "A" ? "B" : "A"}${sessionToken.slice(61)}`;
    for (const wrong of [
      { accessKeyId },
      { accessKeyId, sessionToken: "" },
      { accessKeyId, sessionToken: "test" },
      { accessKeyId, sessionToken: flipped },
      { accessKeyId, sessionToken: sessionToken.slice(4) },
      { accessKeyId, sessionToken: "A".repeat(1_000_000) },
      { accessKeyId, sessionToken: two.sessionToken },
      { accessKeyId: two.accessKeyId, sessionToken },
    ]) {
      expect(await credentialsOf(ports, wrong)).toEqual({ outcome: "invalid" });
    }
  });

  test("of another installation is invalid", async () => {
    const { assume } = await openWithRole();
    const { credentials } = await assume();
    const other = await openWithRole();
    expect(await credentialsOf(other.ports, credentials)).toEqual({ outcome: "invalid" });
  });

  test("is all that remains of a session: it tells nothing by itself", async () => {
    const { assume } = await openWithRole();
    const { sessionToken, secretAccessKey } = (await assume()).credentials;
    const bytes = Buffer.from(sessionToken, "base64").toString("latin1");
    for (const secret of ["worker", secretAccessKey, "ASIA"]) expect(bytes).not.toContain(secret);
  });
});

describe("a role is refused", () => {
  const denied = (arn: string) => ({
    name: "AccessDenied",
    principalArn: "arn:aws:iam::123456789012:user/bob",
    resourceArn: arn,
  });

  test("to whom it doesn't trust, in the same words whether it is there or not", async () => {
    const { assume } = await openWithRole();
    const everything: PolicyStatement = { Effect: "Allow", Action: "*", Resource: "*" };
    const missing = `${WORKER}2`;
    const [first, second] = await Promise.allSettled([
      assume({ caller: user("bob", everything) }),
      assume({ caller: user("bob", everything), roleArn: missing }),
    ]);
    expect(first).toMatchObject({ status: "rejected", reason: denied(WORKER) });
    expect(second).toMatchObject({ status: "rejected", reason: denied(missing) });
    const words = [first, second].map((one) =>
      one.status === "rejected" ? one.reason.message.replaceAll(missing, WORKER) : "",
    );
    expect(words[0]).toBe(words[1]);
    await expect(assume({ roleArn: "arn:aws:iam::123456789012:role/path/worker" })).rejects.toThrow(AccessDenied);
    await expect(assume({ roleArn: "arn:aws:iam::999999999999:role/worker" })).rejects.toThrow(AccessDenied);
  });

  test("without the external id that it asks for", async () => {
    const { ports, assume } = await openWithRole();
    const policyDocument = document({
      Principal: { AWS: "arn:aws:iam::123456789012:user/ana" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "secret-7" } },
    });
    await updateAssumeRolePolicy(ports, { roleName: "worker", policyDocument });
    await expect(assume()).rejects.toThrow(AccessDenied);
    await expect(assume({ externalId: "secret-8" })).rejects.toThrow(AccessDenied);
    await assume({ externalId: "secret-7" });
    await expect(assume({ externalId: "secret-7", tags: [{ key: "a", value: "b" }] })).rejects.toThrow(
      "sts:TagSession",
    );
  });

  test.each<[string, Partial<AssumeRole>, string]>([
    ["for less than a quarter of an hour", { durationSeconds: 899 }, "greater than or equal to 900"],
    ["for more than twelve hours", { durationSeconds: 43_201 }, "less than or equal to 43200"],
    [
      "for longer than it allows",
      { durationSeconds: 3601 },
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    ],
    ["with a short session name", { roleSessionName: "a" }, "greater than or equal to 2"],
    ["with a blank in the session name", { roleSessionName: "a b" }, "regular expression pattern: [\\w+=,.@-]*"],
    ["with a long session policy", { policy: " ".repeat(2049) }, "less than or equal to 2048"],
    [
      "with eleven session policies",
      { policyArns: Array(11).fill("arn:aws:iam::aws:policy/a") },
      "less than or equal to 10",
    ],
    ["by a name", { roleArn: "worker" }, "worker is invalid"],
  ])("%s", async (_, given, message) => {
    const { assume } = await openWithRole();
    await expect(assume(given)).rejects.toThrow(ValidationError);
    await expect(assume(given)).rejects.toThrow(message);
  });

  test("with a session policy that is none, or a tag twice", async () => {
    const { assume } = await openWithRole();
    await expect(assume({ policy: "{}" })).rejects.toThrow("Syntax errors in policy.");
    await expect(
      assume({
        tags: [
          { key: "a", value: "" },
          { key: "A", value: "" },
        ],
      }),
    ).rejects.toThrow(InvalidInput);
  });

  test("with more session policies and tags than a token can hold", async () => {
    const { assume } = await openWithRole();
    const tags = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: random(256) }));
    await expect(assume({ tags })).rejects.toThrow("don't fit into a session token");
  });

  test("for more than an hour to a session", async () => {
    const { ports, assume } = await openWithRole();
    await updateRole(ports, { roleName: "worker", maxSessionDurationSeconds: 43_200 });
    await updateAssumeRolePolicy(ports, {
      roleName: "worker",
      policyDocument: document({
        Principal: { AWS: ["arn:aws:iam::123456789012:user/ana", WORKER] },
        Action: "sts:AssumeRole",
      }),
    });
    const caller = await callerOf(ports, (await assume({ durationSeconds: 43_200 })).credentials);
    await assume({ caller, durationSeconds: 3600 });
    await expect(assume({ caller, durationSeconds: 3601 })).rejects.toThrow(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  });
});

describe("session policies", () => {
  const may = async (ports: IamPorts, credentials: TemporaryCredentials, arn: string) =>
    explainAccess(await callerOf(ports, credentials), "lambda:InvokeFunction", arn).allowed;

  test("limit the role and give nothing", async () => {
    const { ports, assume } = await openWithRole();
    const policy = document({ Action: ["lambda:InvokeFunction", "s3:*"], Resource: [HELLO, "arn:aws:s3:::b"] });
    const { credentials, packedPolicySize } = await assume({ policy });
    expect(packedPolicySize).toBeGreaterThan(0);
    expect(await may(ports, credentials, HELLO)).toBe(true);
    expect(await may(ports, credentials, OTHER)).toBe(false);
    expect(explainAccess(await callerOf(ports, credentials), "s3:GetObject", "arn:aws:s3:::b")).toMatchObject({
      allowed: false,
      reason: { because: "noAllow", policyType: "identity" },
    });
  });

  test("stand together, and one that is gone allows nothing", async () => {
    const { ports, assume } = await openWithRole();
    const policy = document({ Action: "lambda:GetFunction", Resource: "*" });
    const role = "arn:aws:iam::aws:policy/service-role/AWSLambdaRole";
    expect(await may(ports, (await assume({ policy, policyArns: [role] })).credentials, HELLO)).toBe(true);
    const gone = "arn:aws:iam::123456789012:policy/gone";
    expect(await may(ports, (await assume({ policyArns: [gone] })).credentials, HELLO)).toBe(false);
  });
});

test("tags of role and session are what policies can ask for", async () => {
  const { ports, assume } = await openWithRole();
  const policyDocument = document({
    Action: "lambda:InvokeFunction",
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalTag/team": "blue" } },
  });
  await putRolePolicy(ports, { roleName: "worker", policyName: "invoke", policyDocument });
  const may = async (tags: AssumeRole["tags"]) =>
    explainAccess(await callerOf(ports, (await assume({ tags })).credentials), "lambda:InvokeFunction", HELLO).allowed;
  expect(await may([])).toBe(false);
  expect(await may([{ key: "team", value: "red" }])).toBe(false);
  expect(await may([{ key: "team", value: "blue" }])).toBe(true);
});

describe("a function's sandbox", () => {
  test("acts as the execution role, in a session named after the function", async () => {
    const { ports } = await openIam();
    await makeRole(ports);
    const policyDocument = document({
      Action: "lambda:InvokeFunction",
      Resource: "*",
      Condition: { ArnEquals: { "lambda:SourceFunctionArn": HELLO } },
    });
    await putRolePolicy(ports, { roleName: "worker", policyName: "a", policyDocument });
    const ofHello = await executionRoleSession(ports, { roleArn: WORKER, functionName: "hello" });
    expect(ofHello.assumedRoleUser.arn).toBe("arn:aws:sts::123456789012:assumed-role/worker/hello");
    expect(ofHello.credentials.expiration).toBe("2026-11-26T20:00:00Z");
    authorise(await callerOf(ports, ofHello.credentials), "lambda:InvokeFunction", OTHER);
    const ofOther = await executionRoleSession(ports, { roleArn: WORKER, functionName: "other" });
    const caller = await callerOf(ports, ofOther.credentials);
    expect(() =>
      authorise(caller, "lambda:InvokeFunction", HELLO, { context: { "lambda:SourceFunctionArn": HELLO } }),
    ).toThrow(AccessDenied);
  });

  test("gets none from a role that isn't there or trusts others", async () => {
    const { ports } = await openIam();
    const start = (roleArn = WORKER) => executionRoleSession(ports, { roleArn, functionName: "hello" });
    const refusal = new InvalidParameterValue("The role defined for the function cannot be assumed by Lambda.");
    await expect(start()).rejects.toThrow(refusal);
    await makeRole(ports, "worker", trusting("ana"));
    await expect(start()).rejects.toThrow(refusal);
    await expect(start("worker")).rejects.toThrow(refusal);
    await updateAssumeRolePolicy(ports, { roleName: "worker", policyDocument: LAMBDA_TRUST });
    await start();
  });
});

test("a user has the same id whenever it is asked for", () => {
  const identity = getCallerIdentity({ caller: user("ana") });
  expect(identity).toEqual({
    userId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
    account: "123456789012",
    arn: "arn:aws:iam::123456789012:user/ana",
  });
  expect(getCallerIdentity({ caller: user("ana") })).toEqual(identity);
  expect(getCallerIdentity({ caller: user("bob") }).userId).not.toBe(identity.userId);
});

/** Text that no compression makes shorter. */
function random(length: number): string {
  return Array.from({ length }, () => Math.floor(Math.random() * 36).toString(36)).join("");
}

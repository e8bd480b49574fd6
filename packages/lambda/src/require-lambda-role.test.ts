import { DEFAULT_TRUST_POLICY, InvalidParameterValue, type Role } from "@lambent/model";
import { describe, expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { deleteFunctions } from "./delete-functions.ts";
import { environmentKey } from "./environment-spec.ts";
import { getFunction } from "./get-function.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import type { Ports } from "./ports.ts";
import { updateFunctionConfiguration } from "./update-function-configuration.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
const WORKER = "arn:aws:iam::000000000000:role/team/worker";
// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html; Terraform waits for this text to go away.
const REFUSAL = new InvalidParameterValue("The role defined for the function cannot be assumed by Lambda.");
const BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

function makeRole({ store, scope }: Ports, given: Partial<Role> = {}): Promise<Role> {
  return store.roles.create(scope, {
    roleName: "worker",
    arn: WORKER,
    roleId: "AROAAAAAAAAAAAAAAAAAA",
    path: "/team/",
    description: "",
    createdAt: "2026-11-26T08:00:00.000Z",
    maxSessionDurationSeconds: 3600,
    tags: {},
    managed: false,
    trustPolicy: JSON.stringify(DEFAULT_TRUST_POLICY),
    inlinePolicies: {},
    attachedPolicyArns: [],
    ...given,
  });
}

describe("a function with a role of its owner's choice", () => {
  test("has that role, which stays when the function goes", async () => {
    const { ports } = await openLambda();
    const inlinePolicies = {
      a: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}',
    };
    await makeRole(ports, { inlinePolicies, attachedPolicyArns: [BASIC] });
    expect((await createFunction(ports, { ...HELLO, role: WORKER })).role).toBe(WORKER);
    expect((await getFunction(ports, HELLO)).role).toEqual({
      roleName: "worker",
      arn: WORKER,
      managed: false,
      policy: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "s3:*", Resource: "*" },
          {
            Effect: "Allow",
            Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: "*",
          },
        ],
      },
      trustPolicy: DEFAULT_TRUST_POLICY,
    });
    await deleteFunctions(ports, { functionNames: ["hello"] });
    expect(await ports.store.roles.get(ports.scope, "worker")).not.toBeNull();
  });

  test("gets another one by an update, and new environments with it", async () => {
    const { ports } = await openLambda();
    const made = await settled(ports, createFunction(ports, HELLO));
    await makeRole(ports);
    const updated = await settled(ports, updateFunctionConfiguration(ports, { functionName: "hello", role: WORKER }));
    expect(updated).toMatchObject({ role: WORKER, lastUpdateStatus: "Successful" });
    expect(environmentKey(updated)).not.toBe(environmentKey(made));
    const formerRole = made.role.slice(made.role.lastIndexOf("/") + 1);
    await deleteFunctions(ports, { functionNames: ["hello"] });
    expect(await ports.store.roles.get(ports.scope, formerRole)).not.toBeNull();
    expect(await ports.store.roles.get(ports.scope, "worker")).not.toBeNull();
  });

  test("shows that its role was deleted", async () => {
    const { ports } = await openLambda();
    await makeRole(ports);
    await createFunction(ports, { ...HELLO, role: WORKER });
    await ports.store.roles.delete(ports.scope, "worker");
    expect(await getFunction(ports, HELLO)).toMatchObject({ configuration: { role: WORKER }, role: null });
  });
});

describe("a role that Lambda can't assume is refused, by CreateFunction and by an update:", () => {
  const trust = (statement: object) => ({
    trustPolicy: JSON.stringify({ Version: "2012-10-17", Statement: statement }),
  });
  test.each<[string, string, Partial<Role>]>([
    ["one that isn't there", `${WORKER}2`, {}],
    ["one under another path", "arn:aws:iam::000000000000:role/worker", {}],
    ["one of another account", "arn:aws:iam::999999999999:role/team/worker", {}],
    ["what is no ARN", "worker", {}],
    [
      "one that trusts another service",
      WORKER,
      trust({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }),
    ],
    ["one that trusts nobody", WORKER, trust([])],
    [
      "one that trusts Lambda for another function",
      WORKER,
      trust({
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceArn": "arn:aws:lambda:us-east-1:000000000000:function:other" } },
      }),
    ],
  ])("%s", async (_, role, given) => {
    const { ports } = await openLambda();
    await makeRole(ports, given);
    await expect(createFunction(ports, { ...HELLO, role })).rejects.toThrow(REFUSAL);
    expect(await ports.store.functions.get(ports.scope, "hello")).toBeNull();
    const before = await settled(ports, createFunction(ports, HELLO));
    await expect(updateFunctionConfiguration(ports, { functionName: "hello", role, memoryMb: 256 })).rejects.toThrow(
      REFUSAL,
    );
    expect((await getFunction(ports, HELLO)).configuration).toEqual(before);
  });
});

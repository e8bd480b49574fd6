import {
  AliasNotFound,
  FunctionNotFound,
  InvalidParameterValue,
  PolicyLengthExceeded,
  ResourceConflict,
  ResourceNotFound,
  RevisionMismatch,
} from "@lambent/model";
import { expect, test } from "vitest";
import { type AddPermission, addPermission } from "./add-permission.ts";
import { createAlias } from "./create-alias.ts";
import { createFunction } from "./create-function.ts";
import { getAlias } from "./get-alias.ts";
import { getFunctionConfiguration } from "./get-function-configuration.ts";
import { getPolicy } from "./get-policy.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import type { Ports } from "./ports.ts";
import { publishVersion } from "./publish-version.ts";
import { removePermission } from "./remove-permission.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;
const ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";
const S3 = {
  functionName: "hello",
  statementId: "s3",
  action: "lambda:InvokeFunction",
  principal: "s3.amazonaws.com",
} as const;

async function withHello() {
  const lambda = await openLambda();
  const { ports } = lambda;
  await settled(ports, createFunction(ports, HELLO));
  await settled(ports, publishVersion(ports, { functionName: "hello" }));
  await createAlias(ports, { functionName: "hello", name: "live", functionVersion: "1" });
  return lambda;
}

const add = async (ports: Ports, permission: Partial<AddPermission>) =>
  (await addPermission(ports, { ...S3, ...permission })).statement;

// spec: lambda §11.2, recorded statement; members in AWS's order, as clients compare the text
test("a statement has AWS's form", async () => {
  const { ports } = await withHello();
  const sourceArn = "arn:aws:s3:::photos";
  const statement = await add(ports, { sourceArn, sourceAccount: "000000000000" });
  expect(JSON.stringify(statement)).toBe(
    `{"Sid":"s3","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"${ARN}","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::photos"},"StringEquals":{"AWS:SourceAccount":"000000000000"}}}`,
  );
  expect(JSON.stringify((await getPolicy(ports, HELLO)).policy)).toBe(
    `{"Version":"2012-10-17","Id":"default","Statement":[${JSON.stringify(statement)}]}`,
  );
});

// spec: lambda §11.2
test.each([
  ["123456789012", { AWS: "arn:aws:iam::123456789012:root" }],
  ["arn:aws:iam::123456789012:role/deploy", { AWS: "arn:aws:iam::123456789012:role/deploy" }],
  ["events.amazonaws.com", { Service: "events.amazonaws.com" }],
  ["alexa-appkit.amazon.com", { Service: "alexa-appkit.amazon.com" }],
  ["*", "*"],
])("the principal %s is written as AWS does", async (principal, expected) => {
  const { ports } = await withHello();
  expect((await add(ports, { principal })).Principal).toEqual(expected);
});

// spec: lambda §11.2
test("each condition has its operator and key", async () => {
  const { ports } = await withHello();
  const statement = await add(ports, {
    principal: "*",
    action: "lambda:InvokeFunctionUrl",
    functionUrlAuthType: "NONE",
    eventSourceToken: "token",
    principalOrgId: "o-1234567890",
    invokedViaFunctionUrl: true,
  });
  expect(statement.Condition).toEqual({
    StringEquals: {
      "lambda:FunctionUrlAuthType": "NONE",
      "lambda:EventSourceToken": "token",
      "aws:PrincipalOrgID": "o-1234567890",
    },
    Bool: { "lambda:InvokedViaFunctionUrl": "true" },
  });
});

// spec: lambda §2.3: a policy's revision is that of the function, version or alias
test("function, version and alias have policies and revisions of their own", async () => {
  const { ports } = await withHello();
  for (const qualifier of [undefined, "1", "live"]) {
    const target = { functionName: "hello", ...(qualifier && { qualifier }) };
    const before = (await getFunctionConfiguration(ports, HELLO)).revisionId;
    const statement = await add(ports, target);
    expect(statement.Resource).toBe(qualifier === undefined ? ARN : `${ARN}:${qualifier}`);
    const { policy, revisionId } = await getPolicy(ports, target);
    expect(policy.Statement).toEqual([statement]);
    const owner =
      qualifier === "live"
        ? await getAlias(ports, { functionName: "hello", name: "live" })
        : await getFunctionConfiguration(ports, target);
    expect(revisionId).toBe(owner.revisionId);
    expect((await getFunctionConfiguration(ports, HELLO)).revisionId === before).toBe(qualifier !== undefined);
  }
});

// spec: lambda §1.5
test("refusals are AWS's", async () => {
  const { ports } = await withHello();
  await expect(add(ports, { qualifier: "$LATEST" })).rejects.toThrow(
    new InvalidParameterValue("We currently do not support adding policies for $LATEST."),
  );
  await expect(add(ports, { principal: "nobody" })).rejects.toThrow(
    new InvalidParameterValue("The provided principal was invalid. Please check the principal and try again."),
  );
  await expect(add(ports, { functionName: "hi" })).rejects.toThrow(FunctionNotFound);
  await expect(add(ports, { qualifier: "9" })).rejects.toThrow(new FunctionNotFound(`${ARN}:9`));
  await expect(add(ports, { qualifier: "next" })).rejects.toThrow(AliasNotFound.cannotFind(`${ARN}:next`));
  await add(ports, {});
  await expect(add(ports, {})).rejects.toThrow(
    new ResourceConflict(
      "The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.",
    ),
  );
  await expect(add(ports, { statementId: "other", revisionId: "old" })).rejects.toThrow(
    new RevisionMismatch("GetPolicy"),
  );
});

// spec: lambda §1.5 and §3
test("a policy ends at 20,480 bytes, and what goes over it changes nothing", async () => {
  const { ports } = await withHello();
  const sourceArn = `arn:aws:s3:::${"b".repeat(15_000)}`;
  await add(ports, { sourceArn });
  const before = await getPolicy(ports, HELLO);
  await expect(add(ports, { statementId: "more", sourceArn })).rejects.toThrow(PolicyLengthExceeded);
  expect(await getPolicy(ports, HELLO)).toEqual(before);
});

// spec: lambda §1.5
test("statements keep their order and go one by one; an empty policy is none", async () => {
  const { ports } = await withHello();
  await expect(getPolicy(ports, HELLO)).rejects.toThrow(
    new ResourceNotFound("The resource you requested does not exist."),
  );
  const remove = (statementId: string, revisionId?: string) =>
    removePermission(ports, { functionName: "hello", statementId, ...(revisionId && { revisionId }) });
  await expect(remove("s3")).rejects.toThrow(new ResourceNotFound("No policy is associated with the given resource."));
  for (const statementId of ["c", "a", "b"]) await add(ports, { statementId });
  await expect(remove("x")).rejects.toThrow(new ResourceNotFound("Statement x is not found in resource policy."));
  await expect(remove("a", "old")).rejects.toThrow(RevisionMismatch);
  await remove("a", (await getPolicy(ports, HELLO)).revisionId);
  expect((await getPolicy(ports, HELLO)).policy.Statement.map(({ Sid }) => Sid)).toEqual(["c", "b"]);
  await remove("b");
  await remove("c");
  await expect(getPolicy(ports, HELLO)).rejects.toThrow(ResourceNotFound);
});

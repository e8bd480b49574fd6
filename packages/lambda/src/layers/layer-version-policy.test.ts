import { PolicyLengthExceeded, ResourceConflict, ResourceNotFound, RevisionMismatch } from "@lambent/model";
import { expect, test } from "vitest";
import { openLambda, zipOf } from "../lambda.fixture.ts";
import { addLayerVersionPermission } from "./add-layer-version-permission.ts";
import { getLayerVersionPolicy } from "./get-layer-version-policy.ts";
import { publishLayerVersion } from "./publish-layer-version.ts";
import { removeLayerVersionPermission } from "./remove-layer-version-permission.ts";

const VERSION = { layerName: "tools", version: 1 };
const ARN = "arn:aws:lambda:us-east-1:000000000000:layer:tools:1";
const NO_POLICY = new ResourceNotFound("No policy is associated with the given resource.");

async function withTools() {
  const { ports } = await openLambda();
  await publishLayerVersion(ports, { layerName: "tools", zip: await zipOf(ports, { a: "1" }) });
  return ports;
}

test("statements are added, read in their order and removed (spec §11.2)", async () => {
  const ports = await withTools();
  await expect(getLayerVersionPolicy(ports, VERSION)).rejects.toThrow(NO_POLICY);
  const account = await addLayerVersionPermission(ports, {
    ...VERSION,
    statementId: "xaccount",
    principal: "123456789012",
  });
  const statement = {
    Sid: "xaccount",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::123456789012:root" },
    Action: "lambda:GetLayerVersion",
    Resource: ARN,
  };
  expect(JSON.parse(account.statement)).toEqual(statement);
  const everybody = await addLayerVersionPermission(ports, {
    ...VERSION,
    statementId: "org",
    principal: "*",
    organizationId: "o-t194hfs8cz",
    revisionId: account.revisionId,
  });
  const { policy, revisionId } = await getLayerVersionPolicy(ports, VERSION);
  expect(revisionId).toBe(everybody.revisionId);
  expect(JSON.parse(policy)).toEqual({
    Version: "2012-10-17",
    Id: "default",
    Statement: [
      statement,
      {
        Sid: "org",
        Effect: "Allow",
        Principal: "*",
        Action: "lambda:GetLayerVersion",
        Resource: ARN,
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-t194hfs8cz" } },
      },
    ],
  });
  await removeLayerVersionPermission(ports, { ...VERSION, statementId: "xaccount", revisionId });
  await removeLayerVersionPermission(ports, { ...VERSION, statementId: "org" });
  await expect(getLayerVersionPolicy(ports, VERSION)).rejects.toThrow(NO_POLICY);
});

test("refusals are in AWS's words (spec §1.5)", async () => {
  const ports = await withTools();
  const add = (given: object = {}) =>
    addLayerVersionPermission(ports, { ...VERSION, statementId: "s", principal: "*", ...given });
  const missing = new ResourceNotFound(`Layer version ${ARN.replace(/1$/, "2")} does not exist.`);
  await expect(add({ version: 2 })).rejects.toThrow(missing);
  await expect(getLayerVersionPolicy(ports, { ...VERSION, version: 2 })).rejects.toThrow(missing);
  await expect(removeLayerVersionPermission(ports, { ...VERSION, version: 2, statementId: "s" })).rejects.toThrow(
    missing,
  );
  await expect(removeLayerVersionPermission(ports, { ...VERSION, statementId: "s" })).rejects.toThrow(NO_POLICY);
  await add();
  await expect(add()).rejects.toThrow(
    new ResourceConflict(
      "The statement id (s) provided already exists. Please provide a new statement id, or remove the existing statement.",
    ),
  );
  await expect(removeLayerVersionPermission(ports, { ...VERSION, statementId: "t" })).rejects.toThrow(
    new ResourceNotFound("Statement t is not found in resource policy."),
  );
});

test("a change that starts from an old revision is refused and changes nothing", async () => {
  const ports = await withTools();
  const { revisionId } = await addLayerVersionPermission(ports, { ...VERSION, statementId: "a", principal: "*" });
  await addLayerVersionPermission(ports, { ...VERSION, statementId: "b", principal: "*", revisionId });
  const before = await getLayerVersionPolicy(ports, VERSION);
  const refusal =
    "The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id";
  const stale = { ...VERSION, revisionId };
  await expect(addLayerVersionPermission(ports, { ...stale, statementId: "c", principal: "*" })).rejects.toThrow(
    refusal,
  );
  await expect(removeLayerVersionPermission(ports, { ...stale, statementId: "a" })).rejects.toThrow(RevisionMismatch);
  expect(await getLayerVersionPolicy(ports, VERSION)).toEqual(before);
});

test("a policy has at most 20480 bytes (spec §3)", async () => {
  const ports = await withTools();
  const add = (index: number) =>
    addLayerVersionPermission(ports, { ...VERSION, statementId: `${index}`.padStart(100, "s"), principal: "*" });
  const results = await Promise.allSettled(Array.from({ length: 100 }, (_, index) => add(index)));
  const refused = results.filter(({ status }) => status === "rejected") as PromiseRejectedResult[];
  expect(refused.length).toBeGreaterThan(0);
  for (const { reason } of refused) {
    expect(reason).toBeInstanceOf(PolicyLengthExceeded);
    expect(reason.message).toMatch(/^The final policy size \(20\d{3}\) is bigger than the limit \(20480\)\.$/);
  }
  expect((await getLayerVersionPolicy(ports, VERSION)).policy.length).toBeLessThanOrEqual(20_480);
});

import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListInstanceProfilesForRoleCommand,
  ListPoliciesCommand,
  ListPolicyTagsCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  paginateListRoles,
  SetDefaultPolicyVersionCommand,
  TagPolicyCommand,
  TagRoleCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../server.fixture.ts";
import { allow, iamClient, trust } from "./aws-clients.fixture.ts";

const ACCOUNT = "000000000000";
const EXECUTION_POLICY = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
const BY_ACCOUNT = trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` });
const BY_LAMBDA = trust({ Service: "lambda.amazonaws.com" });

let server: TestServer;
let iam: IAMClient;

beforeAll(async () => {
  server = await startTestServer();
  iam = iamClient(server.awsUrl);
  await iam.send(new CreateRoleCommand({ RoleName: "worker", AssumeRolePolicyDocument: BY_LAMBDA }));
});
afterAll(async () => {
  iam.destroy();
  await server.stop();
});

test("a role is made, shown, changed, tagged and deleted", async () => {
  const RoleName = "life";
  const Tags = [{ Key: "team", Value: "media" }];
  const made = await iam.send(
    new CreateRoleCommand({ RoleName, Path: "/app/", Description: "One", AssumeRolePolicyDocument: BY_LAMBDA, Tags }),
  );
  expect(made.Role).toMatchObject({ Arn: `arn:aws:iam::${ACCOUNT}:role/app/life`, MaxSessionDuration: 3600, Tags });
  expect(made.Role?.CreateDate).toBeInstanceOf(Date);
  // Encoded as RFC 3986 has it.
  expect(made.Role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version%22%3A%222012-10-17%22/);
  await iam.send(new UpdateRoleCommand({ RoleName, Description: "Two", MaxSessionDuration: 7200 }));
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: BY_ACCOUNT }));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  expect(Role).toMatchObject({ Description: "Two", MaxSessionDuration: 7200, RoleId: made.Role?.RoleId });
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(BY_ACCOUNT);
  const described = await iam.send(new UpdateRoleDescriptionCommand({ RoleName, Description: "Three" }));
  expect(described.Role?.Description).toBe("Three");
  await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: "stage", Value: "test" }] }));
  await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ["team"] }));
  expect(await iam.send(new ListRoleTagsCommand({ RoleName }))).toMatchObject({
    Tags: [{ Key: "stage", Value: "test" }],
    IsTruncated: false,
  });
  expect((await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName }))).InstanceProfiles ?? []).toEqual([]);
  const names: (string | undefined)[] = [];
  for await (const { Roles } of paginateListRoles({ client: iam, pageSize: 1 }, {})) {
    names.push(...(Roles ?? []).map((role) => role.RoleName));
  }
  expect(names).toEqual(expect.arrayContaining(["life", "worker"]));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  await expect(iam.send(new GetRoleCommand({ RoleName }))).rejects.toMatchObject({
    name: "NoSuchEntityException",
    message: "The role with name life cannot be found.",
    $metadata: { httpStatusCode: 404 },
  });
});

test("policies are attached and put, and a role goes when they are gone", async () => {
  const RoleName = "with-policies";
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: BY_LAMBDA }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: EXECUTION_POLICY }));
  const document = allow({ Action: "lambda:InvokeFunction", Resource: "*" });
  const misnamed = { RoleName, PolicyName: "in'line", PolicyDocument: document };
  await expect(iam.send(new PutRolePolicyCommand(misnamed))).rejects.toMatchObject({ name: "ValidationError" });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "inline", PolicyDocument: document }));
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "inline" }));
  expect(decodeURIComponent(PolicyDocument ?? "")).toBe(document);
  expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(["inline"]);
  expect((await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies).toEqual([
    { PolicyName: "AWSLambdaBasicExecutionRole", PolicyArn: EXECUTION_POLICY },
  ]);
  const entities = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: EXECUTION_POLICY }));
  expect(entities.PolicyRoles).toMatchObject([{ RoleName }]);
  await expect(iam.send(new DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
    name: "DeleteConflictException",
    message: "Cannot delete entity, must detach all policies first.",
  });
  await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: EXECUTION_POLICY }));
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "inline" }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
});

test("a managed policy has versions and tags; AWS's own are there to be read", async () => {
  const first = allow({ Action: "lambda:GetFunction", Resource: "*" });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "reads", PolicyDocument: first }));
  const PolicyArn = Policy?.Arn as string;
  expect(Policy).toMatchObject({ Arn: `arn:aws:iam::${ACCOUNT}:policy/reads`, DefaultVersionId: "v1" });
  const second = allow({ Action: "lambda:*", Resource: "*" });
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: second }));
  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: "v2" }));
  const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v2" }));
  expect(version.PolicyVersion?.IsDefaultVersion).toBe(true);
  expect(decodeURIComponent(version.PolicyVersion?.Document ?? "")).toBe(second);
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  expect(Versions).toMatchObject([{ VersionId: "v2", IsDefaultVersion: true }]);
  await iam.send(new TagPolicyCommand({ PolicyArn, Tags: [{ Key: "a", Value: "1" }] }));
  expect((await iam.send(new ListPolicyTagsCommand({ PolicyArn }))).Tags).toEqual([{ Key: "a", Value: "1" }]);
  await iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: ["a"] }));
  const { Policies } = await iam.send(new ListPoliciesCommand({ Scope: "Local" }));
  expect(Policies).toMatchObject([{ PolicyName: "reads", AttachmentCount: 0 }]);
  const aws = await iam.send(new GetPolicyCommand({ PolicyArn: EXECUTION_POLICY }));
  expect(aws.Policy?.PolicyName).toBe("AWSLambdaBasicExecutionRole");
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
});

test("refusals have AWS's codes, and what isn't offered says so", async () => {
  const again = { RoleName: "worker", AssumeRolePolicyDocument: BY_LAMBDA };
  await expect(iam.send(new CreateRoleCommand(again))).rejects.toMatchObject({
    name: "EntityAlreadyExistsException",
    $metadata: { httpStatusCode: 409 },
  });
  const malformed = { RoleName: "bad", AssumeRolePolicyDocument: "{}" };
  await expect(iam.send(new CreateRoleCommand(malformed))).rejects.toMatchObject({
    name: "MalformedPolicyDocumentException",
  });
  const bounded = { ...again, RoleName: "bounded", PermissionsBoundary: EXECUTION_POLICY };
  await expect(iam.send(new CreateRoleCommand(bounded))).rejects.toMatchObject({
    name: "ValidationError",
    message: "PermissionsBoundary isn't supported by this server yet. Leave it out.",
  });
  await expect(iam.send(new GetRoleCommand({ RoleName: undefined }))).rejects.toMatchObject({
    name: "ValidationError",
  });
  await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
    message: "IAM's operation ListUsers is not offered here yet.",
    $metadata: { httpStatusCode: 501 },
  });
});

test("any Region may stand in the signature", async () => {
  const far = iamClient(server.awsUrl, { region: "ap-northeast-1" });
  expect((await far.send(new GetRoleCommand({ RoleName: "worker" }))).Role?.RoleName).toBe("worker");
  far.destroy();
});

import {
  DeleteConflict,
  EntityAlreadyExists,
  InvalidInput,
  LimitExceeded,
  NoSuchEntity,
  ValidationError,
} from "@lambent/model";
import { describe, expect, test } from "vitest";
import { attachRolePolicy } from "./attach-role-policy.ts";
import { createRole } from "./create-role.ts";
import { deleteRole } from "./delete-role.ts";
import { deleteRolePolicy } from "./delete-role-policy.ts";
import { detachRolePolicy } from "./detach-role-policy.ts";
import { getRole } from "./get-role.ts";
import { getRolePolicy } from "./get-role-policy.ts";
import { BASIC, document, LAMBDA_TRUST, makeRole, openIam, trusting } from "./iam.fixture.ts";
import { listAttachedRolePolicies } from "./list-attached-role-policies.ts";
import { listInstanceProfilesForRole } from "./list-instance-profiles-for-role.ts";
import { listRolePolicies } from "./list-role-policies.ts";
import { listRoleTags } from "./list-role-tags.ts";
import { listRoles } from "./list-roles.ts";
import { putRolePolicy } from "./put-role-policy.ts";
import { tagRole } from "./tag-role.ts";
import { untagRole } from "./untag-role.ts";
import { updateAssumeRolePolicy } from "./update-assume-role-policy.ts";
import { updateRole } from "./update-role.ts";

const INVOKE = "arn:aws:iam::aws:policy/service-role/AWSLambdaRole";
const READ_LOGS = document({ Action: "logs:GetLogEvents", Resource: "*" });

// Names, limits and words: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html and its neighbours,
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html

describe("a new role", () => {
  test("has AWS's defaults, and comes back as it was made", async () => {
    const { ports } = await openIam();
    const role = await createRole(ports, { roleName: "worker", assumeRolePolicyDocument: LAMBDA_TRUST });
    expect(role).toEqual({
      roleName: "worker",
      arn: "arn:aws:iam::123456789012:role/worker",
      roleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      path: "/",
      description: "",
      createdAt: "2026-11-26T08:00:00.250Z",
      maxSessionDurationSeconds: 3600,
      tags: {},
      managed: false,
      trustPolicy: LAMBDA_TRUST,
      inlinePolicies: {},
      attachedPolicyArns: [],
    });
    expect(await getRole(ports, { roleName: "worker" })).toEqual(role);
  });

  test("takes what it is given", async () => {
    const { ports } = await openIam();
    const given = { path: "/a/b/", description: "Für ä\n", maxSessionDurationSeconds: 43_200 };
    const tags = [{ key: "team", value: "a" }];
    expect(
      await createRole(ports, { roleName: "w+=,.@-_", assumeRolePolicyDocument: LAMBDA_TRUST, tags, ...given }),
    ).toMatchObject({
      ...given,
      arn: "arn:aws:iam::123456789012:role/a/b/w+=,.@-_",
      tags: { team: "a" },
    });
  });

  test.each([
    ["a name with a blank", { roleName: "a b" }, ValidationError, "The specified value for roleName is invalid."],
    ["no name", { roleName: "" }, ValidationError, "Member must have length greater than or equal to 1"],
    ["a long name", { roleName: "a".repeat(65) }, ValidationError, "Member must have length less than or equal to 64"],
    ["half a path", { path: "/a" }, ValidationError, "The specified value for path is invalid."],
    ["a long description", { description: "a".repeat(1001) }, ValidationError, "less than or equal to 1000"],
    ["a description in Japanese", { description: "日本" }, ValidationError, "'description' failed to satisfy"],
    ["short sessions", { maxSessionDurationSeconds: 3599 }, ValidationError, "greater than or equal to 3600"],
    ["long sessions", { maxSessionDurationSeconds: 43_201 }, ValidationError, "less than or equal to 43200"],
    [
      "a tag twice",
      {
        tags: [
          { key: "a", value: "" },
          { key: "A", value: "" },
        ],
      },
      InvalidInput,
      "Duplicate tag keys found.",
    ],
    ["AWS's tags", { tags: [{ key: "aws:x", value: "" }] }, ValidationError, "reserved for system use"],
    [
      "a trust policy that is too long",
      { assumeRolePolicyDocument: trusting(...Array(40).fill("a".repeat(60))) },
      LimitExceeded,
      "Cannot exceed quota for ACLSizePerRole: 2048",
    ],
    ["no trust policy", { assumeRolePolicyDocument: "" }, ValidationError, "greater than or equal to 1"],
  ])("is refused with %s", async (_, wrong, type, message) => {
    const { ports } = await openIam();
    const made = createRole(ports, { roleName: "worker", assumeRolePolicyDocument: LAMBDA_TRUST, ...wrong });
    await expect(made).rejects.toThrow(type);
    await expect(made).rejects.toThrow(message);
    expect((await listRoles(ports)).items).toEqual([]);
  });

  test("needs a name of its own", async () => {
    const { ports } = await openIam();
    await makeRole(ports);
    await expect(makeRole(ports)).rejects.toThrow(new EntityAlreadyExists("Role with name worker already exists."));
  });
});

test("white space doesn't count against the size of a policy", async () => {
  const { ports } = await openIam();
  const spacious = LAMBDA_TRUST.replaceAll(",", `,${" \n".repeat(1000)}`);
  expect((await makeRole(ports, "worker", spacious)).trustPolicy).toBe(spacious);
});

test("a role can be changed, part by part", async () => {
  const { ports } = await openIam();
  const role = await makeRole(ports);
  expect(await updateRole(ports, { roleName: "worker", description: "New" })).toEqual({ ...role, description: "New" });
  await updateRole(ports, { roleName: "worker", maxSessionDurationSeconds: 7200 });
  await updateAssumeRolePolicy(ports, { roleName: "worker", policyDocument: trusting("ana") });
  expect(await getRole(ports, { roleName: "worker" })).toEqual({
    ...role,
    description: "New",
    maxSessionDurationSeconds: 7200,
    trustPolicy: trusting("ana"),
  });
  await expect(updateRole(ports, { roleName: "nobody", description: "" })).rejects.toThrow(NoSuchEntity.role("nobody"));
});

describe("inline policies", () => {
  test("are put, read, listed and deleted by name", async () => {
    const { ports } = await openIam();
    await makeRole(ports);
    await putRolePolicy(ports, { roleName: "worker", policyName: "b", policyDocument: READ_LOGS });
    await putRolePolicy(ports, { roleName: "worker", policyName: "a", policyDocument: READ_LOGS });
    await putRolePolicy(ports, { roleName: "worker", policyName: "a", policyDocument: ` ${READ_LOGS}` });
    expect(await getRolePolicy(ports, { roleName: "worker", policyName: "a" })).toEqual({
      roleName: "worker",
      policyName: "a",
      policyDocument: ` ${READ_LOGS}`,
    });
    const first = await listRolePolicies(ports, { roleName: "worker", maxItems: 1 });
    expect(first).toEqual({ items: ["a"], nextMarker: expect.any(String) });
    expect(await listRolePolicies(ports, { roleName: "worker", marker: first.nextMarker! })).toEqual({ items: ["b"] });
    await deleteRolePolicy(ports, { roleName: "worker", policyName: "a" });
    for (const gone of [getRolePolicy, deleteRolePolicy]) {
      await expect(gone(ports, { roleName: "worker", policyName: "a" })).rejects.toThrow(NoSuchEntity.rolePolicy("a"));
    }
    await expect(getRolePolicy(ports, { roleName: "worker", policyName: "constructor" })).rejects.toThrow(NoSuchEntity);
  });

  test("of a role may have 10,240 characters together", async () => {
    const { ports } = await openIam();
    await makeRole(ports);
    const ofSize = (size: number) => {
      const text = (fill: string) => document({ Action: "logs:GetLogEvents", Resource: `arn:aws:s3:::${fill}` });
      return text("a".repeat(size - text("").length));
    };
    const put = (policyName: string, size: number) =>
      putRolePolicy(ports, { roleName: "worker", policyName, policyDocument: ofSize(size) });
    await put("a", 5000);
    await put("b", 5240);
    await put("a", 5000);
    await expect(put("c", 200)).rejects.toThrow(
      new LimitExceeded("Maximum policy size of 10240 bytes exceeded for role worker"),
    );
    await expect(put("b", 5241)).rejects.toThrow(LimitExceeded);
    expect((await listRolePolicies(ports, { roleName: "worker" })).items).toEqual(["a", "b"]);
  });
});

describe("managed policies", () => {
  test("are attached once, listed and detached", async () => {
    const { ports } = await openIam();
    await makeRole(ports);
    for (const policyArn of [INVOKE, BASIC, BASIC]) await attachRolePolicy(ports, { roleName: "worker", policyArn });
    expect((await listAttachedRolePolicies(ports, { roleName: "worker" })).items).toEqual([
      { policyName: "AWSLambdaBasicExecutionRole", policyArn: BASIC },
      { policyName: "AWSLambdaRole", policyArn: INVOKE },
    ]);
    expect((await listAttachedRolePolicies(ports, { roleName: "worker", pathPrefix: "/x/" })).items).toEqual([]);
    await detachRolePolicy(ports, { roleName: "worker", policyArn: INVOKE });
    await expect(detachRolePolicy(ports, { roleName: "worker", policyArn: INVOKE })).rejects.toThrow(
      new NoSuchEntity(`Policy ${INVOKE} was not found.`),
    );
    expect((await getRole(ports, { roleName: "worker" })).attachedPolicyArns).toEqual([BASIC]);
  });

  test("have to be there", async () => {
    const { ports } = await openIam();
    await makeRole(ports);
    const attach = (policyArn: string) => attachRolePolicy(ports, { roleName: "worker", policyArn });
    const missing = "arn:aws:iam::123456789012:policy/missing";
    await expect(attach(missing)).rejects.toThrow(
      new NoSuchEntity(`Policy ${missing} does not exist or is not attachable.`),
    );
    await expect(attach("AWSLambdaRole")).rejects.toThrow(new ValidationError("ARN AWSLambdaRole is not valid."));
  });

  test("are ten at most", async () => {
    const { ports, store } = await openIam();
    await makeRole(ports);
    const policies = await store.managedPolicies.list(ports.scope, "AWS");
    const attach = (index: number) => attachRolePolicy(ports, { roleName: "worker", policyArn: policies[index]!.arn });
    for (let index = 0; index < 10; index++) await attach(index);
    await attach(0);
    await expect(attach(10)).rejects.toThrow(new LimitExceeded("Cannot exceed quota for PoliciesPerRole: 10"));
  });
});

test("a role goes when it has no policies any more", async () => {
  const { ports } = await openIam();
  await makeRole(ports);
  await attachRolePolicy(ports, { roleName: "worker", policyArn: BASIC });
  await putRolePolicy(ports, { roleName: "worker", policyName: "a", policyDocument: READ_LOGS });
  const remove = () => deleteRole(ports, { roleName: "worker" });
  await expect(remove()).rejects.toThrow(new DeleteConflict("Cannot delete entity, must detach all policies first."));
  await detachRolePolicy(ports, { roleName: "worker", policyArn: BASIC });
  await expect(remove()).rejects.toThrow(new DeleteConflict("Cannot delete entity, must delete policies first."));
  await deleteRolePolicy(ports, { roleName: "worker", policyName: "a" });
  expect(await listInstanceProfilesForRole(ports, { roleName: "worker" })).toEqual({ items: [] });
  await remove();
  await expect(remove()).rejects.toThrow(NoSuchEntity.role("worker"));
  await expect(listInstanceProfilesForRole(ports, { roleName: "worker" })).rejects.toThrow(NoSuchEntity);
});

test("tags are added, replaced whatever their case, and taken away", async () => {
  const { ports } = await openIam();
  await makeRole(ports);
  const tags = async () => (await listRoleTags(ports, { roleName: "worker" })).items;
  await tagRole(ports, {
    roleName: "worker",
    tags: [
      { key: "Team", value: "a" },
      { key: "Cost", value: "1" },
    ],
  });
  await tagRole(ports, { roleName: "worker", tags: [{ key: "team", value: "b" }] });
  expect(await tags()).toEqual([
    { key: "Cost", value: "1" },
    { key: "team", value: "b" },
  ]);
  await untagRole(ports, { roleName: "worker", tagKeys: ["COST", "missing"] });
  expect(await tags()).toEqual([{ key: "team", value: "b" }]);
  const fifty = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: "" }));
  await expect(tagRole(ports, { roleName: "worker", tags: fifty })).rejects.toThrow(
    "Cannot exceed quota for TagsPerRole: 50",
  );
});

test("roles are listed page by page, and what is made meanwhile shifts nothing", async () => {
  const { ports } = await openIam();
  for (const name of ["a", "c", "e"]) await makeRole(ports, name);
  const names = (page: Awaited<ReturnType<typeof listRoles>>) => page.items.map(({ roleName }) => roleName);
  const first = await listRoles(ports, { maxItems: 2 });
  expect(names(first)).toEqual(["a", "c"]);
  await makeRole(ports, "b");
  const second = await listRoles(ports, { maxItems: 2, marker: first.nextMarker! });
  expect(names(second)).toEqual(["e"]);
  expect(second).not.toHaveProperty("nextMarker");
  await expect(listRoles(ports, { marker: "%" })).rejects.toThrow(new ValidationError("Invalid Marker."));
  for (const maxItems of [0, 1001, Number.NaN]) {
    await expect(listRoles(ports, { maxItems })).rejects.toThrow(ValidationError);
  }
});

import {
  DeleteConflict,
  EntityAlreadyExists,
  LimitExceeded,
  MalformedPolicyDocument,
  NoSuchEntity,
} from "@lambent/model";
import { describe, expect, test } from "vitest";
import { attachRolePolicy } from "./attach-role-policy.ts";
import { createPolicy } from "./create-policy.ts";
import { createPolicyVersion } from "./create-policy-version.ts";
import { deletePolicy } from "./delete-policy.ts";
import { deletePolicyVersion } from "./delete-policy-version.ts";
import { detachRolePolicy } from "./detach-role-policy.ts";
import { getPolicy } from "./get-policy.ts";
import { getPolicyVersion } from "./get-policy-version.ts";
import { BASIC, document, makeRole, openIam } from "./iam.fixture.ts";
import { listEntitiesForPolicy } from "./list-entities-for-policy.ts";
import { listPolicies } from "./list-policies.ts";
import { listPolicyTags } from "./list-policy-tags.ts";
import { listPolicyVersions } from "./list-policy-versions.ts";
import { setDefaultPolicyVersion } from "./set-default-policy-version.ts";
import { tagPolicy } from "./tag-policy.ts";
import { untagPolicy } from "./untag-policy.ts";

const FIRST = document({ Action: "s3:GetObject", Resource: "*" });
const SECOND = document({ Action: "s3:PutObject", Resource: "*" });
const OWN = "arn:aws:iam::123456789012:policy/own";

async function openWithPolicy() {
  const iam = await openIam();
  const policy = await createPolicy(iam.ports, { policyName: "own", policyDocument: FIRST });
  return { ...iam, policy };
}

describe("a new policy", () => {
  test("has one version, and comes back as it was made", async () => {
    const { ports, policy } = await openWithPolicy();
    expect(policy).toEqual({
      policyName: "own",
      arn: OWN,
      policyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
      path: "/",
      description: "",
      createdAt: "2026-11-26T08:00:00.250Z",
      updatedAt: "2026-11-26T08:00:00.250Z",
      tags: {},
      defaultVersionId: "v1",
      lastVersionNumber: 1,
      versions: [{ versionId: "v1", document: FIRST, createdAt: "2026-11-26T08:00:00.250Z" }],
      attachmentCount: 0,
    });
    expect(await getPolicy(ports, { policyArn: OWN })).toEqual(policy);
  });

  test("is refused when it is too long, malformed or there already", async () => {
    const { ports } = await openWithPolicy();
    const create = (policyDocument: string, policyName = "other") =>
      createPolicy(ports, { policyName, policyDocument });
    const long = document({ Action: "s3:GetObject", Resource: `arn:aws:s3:::${"a".repeat(6144)}` });
    await expect(create(long)).rejects.toThrow(new LimitExceeded("Cannot exceed quota for PolicySize: 6144"));
    await expect(create("{}")).rejects.toThrow(new MalformedPolicyDocument("Syntax errors in policy."));
    await expect(create(" ".repeat(131_073))).rejects.toThrow("Member must have length less than or equal to 131072");
    await expect(create(FIRST, "Own")).rejects.toThrow(
      new EntityAlreadyExists("A policy called Own already exists. Duplicate names are not allowed."),
    );
  });
});

describe("versions", () => {
  test("count on and never come again; one of them is the default", async () => {
    const { ports, pass } = await openWithPolicy();
    pass(60);
    expect(await createPolicyVersion(ports, { policyArn: OWN, policyDocument: SECOND })).toEqual({
      versionId: "v2",
      document: SECOND,
      createdAt: "2026-11-26T08:01:00.250Z",
      isDefaultVersion: false,
    });
    await deletePolicyVersion(ports, { policyArn: OWN, versionId: "v2" });
    await createPolicyVersion(ports, { policyArn: OWN, policyDocument: SECOND, setAsDefault: true });
    expect(await getPolicy(ports, { policyArn: OWN })).toMatchObject({
      defaultVersionId: "v3",
      updatedAt: "2026-11-26T08:01:00.250Z",
    });
    expect((await listPolicyVersions(ports, { policyArn: OWN })).items).toMatchObject([
      { versionId: "v3", isDefaultVersion: true },
      { versionId: "v1", isDefaultVersion: false },
    ]);
    const first = await listPolicyVersions(ports, { policyArn: OWN, maxItems: 1 });
    expect(first.items).toHaveLength(1);
    const rest = await listPolicyVersions(ports, { policyArn: OWN, marker: first.nextMarker! });
    expect(rest).toMatchObject({ items: [{ versionId: "v1" }] });
    expect(rest).not.toHaveProperty("nextMarker");
    expect(await getPolicyVersion(ports, { policyArn: OWN, versionId: "v1" })).toMatchObject({ document: FIRST });
    await setDefaultPolicyVersion(ports, { policyArn: OWN, versionId: "v1" });
    expect(await getPolicyVersion(ports, { policyArn: OWN, versionId: "v1" })).toMatchObject({
      isDefaultVersion: true,
    });
  });

  test("are five at most; the default one stays", async () => {
    const { ports } = await openWithPolicy();
    const more = () => createPolicyVersion(ports, { policyArn: OWN, policyDocument: SECOND });
    for (let count = 0; count < 4; count++) await more();
    await expect(more()).rejects.toThrow(
      new LimitExceeded(
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
      ),
    );
    await expect(deletePolicyVersion(ports, { policyArn: OWN, versionId: "v1" })).rejects.toThrow(
      new DeleteConflict("Cannot delete the default version of a policy."),
    );
    for (const missing of [deletePolicyVersion, getPolicyVersion, setDefaultPolicyVersion]) {
      await expect(missing(ports, { policyArn: OWN, versionId: "v9" })).rejects.toThrow(
        NoSuchEntity.policyVersion(OWN, "v9"),
      );
    }
  });
});

test("a policy goes when nothing has it and its other versions are gone", async () => {
  const { ports } = await openWithPolicy();
  await makeRole(ports);
  await attachRolePolicy(ports, { roleName: "worker", policyArn: OWN });
  await createPolicyVersion(ports, { policyArn: OWN, policyDocument: SECOND });
  expect(await listEntitiesForPolicy(ports, { policyArn: OWN })).toEqual({ items: ["worker"] });
  const remove = () => deletePolicy(ports, { policyArn: OWN });
  await expect(remove()).rejects.toThrow(new DeleteConflict("Cannot delete a policy attached to entities."));
  await detachRolePolicy(ports, { roleName: "worker", policyArn: OWN });
  await expect(remove()).rejects.toThrow("This policy has more than one version.");
  await deletePolicyVersion(ports, { policyArn: OWN, versionId: "v2" });
  await remove();
  await expect(remove()).rejects.toThrow(NoSuchEntity.policy(OWN));
});

test("a policy isn't attached while it is deleted: one of the two wins", async () => {
  const { ports } = await openWithPolicy();
  await makeRole(ports);
  const [attached, deleted] = await Promise.allSettled([
    attachRolePolicy(ports, { roleName: "worker", policyArn: OWN }),
    deletePolicy(ports, { policyArn: OWN }),
  ]);
  expect([attached.status, deleted.status].sort()).toEqual(["fulfilled", "rejected"]);
});

test("AWS's policies are listed beside the account's own, and nobody changes them", async () => {
  const { ports } = await openWithPolicy();
  const names = async (input: Parameters<typeof listPolicies>[1]) =>
    (await listPolicies(ports, input)).items.map(({ policyName }) => policyName);
  expect(await names({ scope: "Local" })).toEqual(["own"]);
  expect(await names({})).toEqual([...(await names({ scope: "AWS" })), "own"]);
  expect(await names({ pathPrefix: "/service-role/" })).toContain("AWSLambdaBasicExecutionRole");
  expect(await names({ pathPrefix: "/service-role/" })).not.toContain("AWSLambda_FullAccess");
  await makeRole(ports);
  await attachRolePolicy(ports, { roleName: "worker", policyArn: BASIC });
  expect(await names({ onlyAttached: true })).toEqual(["AWSLambdaBasicExecutionRole"]);
  const pages: string[] = [];
  let marker: string | undefined;
  do {
    const page = await listPolicies(ports, { maxItems: 5, ...(marker !== undefined && { marker }) });
    pages.push(...page.items.map(({ policyName }) => policyName));
    marker = page.nextMarker;
  } while (marker !== undefined);
  expect(pages).toEqual(await names({}));
  for (const change of [
    () => createPolicyVersion(ports, { policyArn: BASIC, policyDocument: FIRST }),
    () => deletePolicy(ports, { policyArn: BASIC }),
    () => tagPolicy(ports, { policyArn: BASIC, tags: [] }),
  ]) {
    await expect(change()).rejects.toThrow(NoSuchEntity.policy(BASIC));
  }
});

test("a policy has tags", async () => {
  const { ports } = await openWithPolicy();
  await tagPolicy(ports, {
    policyArn: OWN,
    tags: [
      { key: "b", value: "1" },
      { key: "a", value: "2" },
    ],
  });
  await untagPolicy(ports, { policyArn: OWN, tagKeys: ["B"] });
  expect(await listPolicyTags(ports, { policyArn: OWN })).toEqual({ items: [{ key: "a", value: "2" }] });
});

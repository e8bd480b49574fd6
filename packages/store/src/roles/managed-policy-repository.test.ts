import {
  EntityAlreadyExists,
  type ManagedPolicy,
  NoSuchEntity,
  type PolicyDocument,
  statementsOf,
} from "@lambent/model";
import { expect, test } from "vitest";
import { roleRecord } from "../testing/role-record.ts";
import { SCOPE, temporaryStore } from "../testing/temporary-store.ts";
import { AWS_MANAGED_POLICIES } from "./aws-managed-policies.ts";

function policyRecord(policyName: string, given: Partial<ManagedPolicy> = {}): ManagedPolicy {
  return {
    policyName,
    arn: `arn:aws:iam::${SCOPE.accountId}:policy/${policyName}`,
    policyId: "ANPAAAAAAAAAAAAAAAAAA",
    path: "/",
    description: "",
    createdAt: "2026-11-23T10:00:00.000Z",
    updatedAt: "2026-11-23T10:00:00.000Z",
    tags: {},
    defaultVersionId: "v1",
    lastVersionNumber: 1,
    versions: [{ versionId: "v1", document: "{ }", createdAt: "2026-11-23T10:00:00.000Z" }],
    ...given,
  };
}

test("a policy comes back with its versions, newest first, also v10 after v9", async () => {
  const { managedPolicies } = await temporaryStore();
  const versions = ["v10", "v9", "v2"].map((versionId) => ({ versionId, document: versionId, createdAt: "2026" }));
  const policy = policyRecord("own", { tags: { a: "b" }, versions, defaultVersionId: "v9", lastVersionNumber: 10 });
  await managedPolicies.create(SCOPE, policy);
  expect(await managedPolicies.get(SCOPE, policy.arn)).toEqual(policy);
  const changed = await managedPolicies.change(SCOPE, policy.arn, (one) => ({
    ...one,
    versions: one.versions.slice(1),
  }));
  expect(changed.versions.map(({ versionId }) => versionId)).toEqual(["v9", "v2"]);
  expect(await managedPolicies.get(SCOPE, policy.arn)).toEqual(changed);
});

test("a policy belongs to its account", async () => {
  const { managedPolicies } = await temporaryStore();
  const { arn } = await managedPolicies.create(SCOPE, policyRecord("own"));
  const elsewhere = { ...SCOPE, accountId: "000000000000" };
  expect(await managedPolicies.get(elsewhere, arn)).toBeNull();
  await expect(managedPolicies.require(elsewhere, arn)).rejects.toThrow(NoSuchEntity.policy(arn));
  await expect(managedPolicies.change(elsewhere, arn, (policy) => policy)).rejects.toThrow(NoSuchEntity);
  await expect(managedPolicies.delete(elsewhere, arn, () => {})).rejects.toThrow(NoSuchEntity);
  expect(await managedPolicies.list(elsewhere, "Local")).toEqual([]);
});

test("a name is given once, whatever its case and path", async () => {
  const { managedPolicies } = await temporaryStore();
  await managedPolicies.create(SCOPE, policyRecord("own"));
  await expect(managedPolicies.create(SCOPE, policyRecord("Own", { path: "/a/" }))).rejects.toThrow(
    EntityAlreadyExists,
  );
});

test("AWS's policies are there for every account, and stay as they are", async () => {
  const { managedPolicies, roles } = await temporaryStore();
  const arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
  expect(await managedPolicies.require(SCOPE, arn)).toMatchObject({ policyName: "AWSLambdaBasicExecutionRole" });
  await expect(managedPolicies.change(SCOPE, arn, (policy) => policy)).rejects.toThrow(NoSuchEntity);
  await expect(managedPolicies.delete(SCOPE, arn, () => {})).rejects.toThrow(NoSuchEntity);
  const own = policyRecord("B");
  await managedPolicies.create(SCOPE, own);
  expect(await managedPolicies.list(SCOPE, "All")).toHaveLength(AWS_MANAGED_POLICIES.size + 1);
  expect((await managedPolicies.list(SCOPE, "All")).at(-1)).toEqual(own);
  expect(await managedPolicies.list(SCOPE, "AWS")).toHaveLength(AWS_MANAGED_POLICIES.size);
  await roles.create(SCOPE, roleRecord("one", { attachedPolicyArns: [arn, own.arn] }));
  await roles.create(SCOPE, roleRecord("two", { attachedPolicyArns: [arn] }));
  expect(await managedPolicies.attachmentCounts(SCOPE)).toEqual(
    new Map([
      [arn, 2],
      [own.arn, 1],
    ]),
  );
  expect(await roles.attachedTo(SCOPE, arn)).toEqual(["one", "two"]);
});

test.each([...AWS_MANAGED_POLICIES.values()])("$arn is whole", (policy) => {
  expect(policy.arn).toBe(`arn:aws:iam::aws:policy${policy.path}${policy.policyName}`);
  expect(policy.policyId).toMatch(/^ANPA[A-Z2-7]{17}$/);
  const [version] = policy.versions;
  expect(version).toMatchObject({ versionId: policy.defaultVersionId, createdAt: policy.updatedAt });
  const document = JSON.parse(version!.document) as PolicyDocument;
  expect(document.Version).toBe("2012-10-17");
  const actions = statementsOf(document).flatMap(({ Action = [] }) => Action);
  expect(new Set(actions).size).toBe(actions.length);
  for (const action of actions) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z0-9]*\*?$/);
});

import { EntityAlreadyExists, NoSuchEntity } from "@lambent/model";
import { describe, expect, test } from "vitest";
import { openStore } from "../index.ts";
import { roleRecord } from "../testing/role-record.ts";
import { functionRecord, SCOPE, temporaryStore } from "../testing/temporary-store.ts";

const BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
const INVOKE = "arn:aws:iam::aws:policy/service-role/AWSLambdaRole";

describe("a role", () => {
  test("comes back as it was created, also after the store was closed", async () => {
    const { roles, directory, close } = await temporaryStore();
    const role = roleRecord("worker", {
      path: "/team/a/",
      description: "Works",
      managed: false,
      tags: { team: "ä", empty: "" },
      trustPolicy: '{ "Version": "2012-10-17",\n "Statement": [] }',
      inlinePolicies: { a: "{}", b: "[]" },
      attachedPolicyArns: [INVOKE, BASIC],
    });
    expect(await roles.create(SCOPE, role)).toEqual(role);
    await close();
    const again = await openStore({ directory });
    expect(await again.roles.get(SCOPE, "worker")).toEqual(role);
    await again.close();
  });

  test("has a name that is unique in its account, whatever the case", async () => {
    const { roles } = await temporaryStore();
    await roles.create(SCOPE, roleRecord("worker"));
    await expect(roles.create(SCOPE, roleRecord("Worker"))).rejects.toThrow(EntityAlreadyExists.role("Worker"));
    await roles.create({ ...SCOPE, accountId: "000000000000" }, roleRecord("worker"));
  });

  test("that is missing is told by its name", async () => {
    const { roles } = await temporaryStore();
    expect(await roles.get(SCOPE, "nobody")).toBeNull();
    await expect(roles.require(SCOPE, "nobody")).rejects.toThrow(NoSuchEntity.role("nobody"));
    await expect(roles.change(SCOPE, "nobody", (role) => role)).rejects.toThrow(NoSuchEntity.role("nobody"));
    expect(await roles.delete(SCOPE, "nobody")).toBe(false);
  });
});

describe("a change", () => {
  test("replaces what it names in one piece", async () => {
    const { roles } = await temporaryStore();
    const before = await roles.create(SCOPE, roleRecord("worker", { attachedPolicyArns: [BASIC] }));
    const after = await roles.change(SCOPE, "worker", (role) => ({
      ...role,
      description: "New",
      inlinePolicies: { other: "{}" },
      attachedPolicyArns: [INVOKE],
    }));
    expect(after).toEqual({
      ...before,
      description: "New",
      inlinePolicies: { other: "{}" },
      attachedPolicyArns: [INVOKE],
    });
    expect(await roles.get(SCOPE, "worker")).toEqual(after);
  });

  test("that throws changes nothing", async () => {
    const { roles } = await temporaryStore();
    const before = await roles.create(SCOPE, roleRecord("worker"));
    const refusal = new Error("no");
    const refused = () => {
      throw refusal;
    };
    await expect(roles.change(SCOPE, "worker", refused)).rejects.toThrow(refusal);
    await expect(roles.delete(SCOPE, "worker", refused)).rejects.toThrow(refusal);
    await expect(
      roles.change(SCOPE, "worker", (role) => ({ ...role, description: "x", attachedPolicyArns: [`${BASIC}x`] })),
    ).rejects.toThrow(NoSuchEntity.policy(`${BASIC}x`));
    expect(await roles.get(SCOPE, "worker")).toEqual(before);
  });

  test("of twenty callers at once loses none", async () => {
    const { roles } = await temporaryStore();
    await roles.create(SCOPE, roleRecord("worker", { inlinePolicies: {} }));
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        roles.change(SCOPE, "worker", (role) => ({
          ...role,
          inlinePolicies: { ...role.inlinePolicies, [`p${index}`]: "{}" },
        })),
      ),
    );
    expect(Object.keys((await roles.require(SCOPE, "worker")).inlinePolicies)).toHaveLength(20);
  });
});

test("roles are listed by name, page by page, by path", async () => {
  const { roles } = await temporaryStore();
  for (const name of ["b", "C", "a", "d"]) {
    await roles.create(SCOPE, roleRecord(name, { path: name === "d" ? "/Team_x/" : "/team_x/sub/" }));
  }
  const names = async (query: Parameters<typeof roles.list>[1]) => {
    const { items, nextMarker } = await roles.list(SCOPE, query);
    return [items.map(({ roleName }) => roleName), nextMarker];
  };
  expect(await names({ maxItems: 10 })).toEqual([["C", "a", "b", "d"], undefined]);
  expect(await names({ maxItems: 2 })).toEqual([["C", "a"], "a"]);
  expect(await names({ maxItems: 2, marker: "a" })).toEqual([["b", "d"], undefined]);
  expect(await names({ maxItems: 10, pathPrefix: "/team_x/" })).toEqual([["C", "a", "b"], undefined]);
  expect(await names({ maxItems: 10, pathPrefix: "/team%" })).toEqual([[], undefined]);
});

test("whoever keeps a copy can see that it is old", async () => {
  const { roles, functions, managedPolicies } = await temporaryStore();
  const seen = new Set([roles.generation]);
  const isNew = () => {
    const { generation } = roles;
    expect(seen).not.toContain(generation);
    seen.add(generation);
  };
  await roles.create(SCOPE, roleRecord("worker"));
  isNew();
  await roles.change(SCOPE, "worker", (role) => role);
  isNew();
  await functions.create(functionRecord(), roleRecord("hello-role-abcdefgh"));
  isNew();
  await functions.delete(SCOPE, "hello");
  isNew();
  await managedPolicies.create(SCOPE, { ...(await managedPolicies.require(SCOPE, BASIC)), arn: "arn:own" });
  isNew();
  await managedPolicies.change(SCOPE, "arn:own", (policy) => policy);
  isNew();
  await managedPolicies.delete(SCOPE, "arn:own", () => {});
  isNew();
  await roles.delete(SCOPE, "worker");
  isNew();
});

import type { CodeChange } from "@lambent/model";
import { expect, test } from "vitest";
import { functionRecord, SCOPE, temporaryStore } from "../testing/temporary-store.ts";

const CHANGES: CodeChange[] = [
  { kind: "write", path: "index.mjs", contentBase64: "aGk=" },
  { kind: "rename", from: "a", to: "b" },
  { kind: "delete", path: "c" },
];

test("a draft is kept as it was saved, replaced by the next and can be discarded", async () => {
  const { functions, drafts } = await temporaryStore({ clock: { now: () => new Date("2026-11-24T09:00:00.000Z") } });
  await functions.create(functionRecord());
  expect(await drafts.get(SCOPE, "hello")).toBeNull();
  const first = await drafts.save(SCOPE, "hello", { baseCodeSha256: "base", changes: CHANGES });
  expect(first).toMatchObject({ baseCodeSha256: "base", changes: CHANGES, updatedAt: "2026-11-24T09:00:00.000Z" });
  expect(await drafts.get(SCOPE, "hello")).toEqual(first);
  const second = await drafts.save(SCOPE, "hello", { baseCodeSha256: "next", changes: [] });
  expect(second.draftRevision).not.toBe(first.draftRevision);
  expect(await drafts.get(SCOPE, "hello")).toEqual(second);
  expect(await drafts.discard(SCOPE, "hello")).toBe(true);
  expect(await drafts.discard(SCOPE, "hello")).toBe(false);
  expect(await drafts.get(SCOPE, "hello")).toBeNull();
});

test("a draft belongs to a function of its scope", async () => {
  const { functions, drafts } = await temporaryStore();
  await functions.create(functionRecord());
  const elsewhere = { ...SCOPE, region: "eu-west-1" };
  await drafts.save(SCOPE, "hello", { baseCodeSha256: "base", changes: [] });
  expect(await drafts.get(elsewhere, "hello")).toBeNull();
  expect(await drafts.discard(elsewhere, "hello")).toBe(false);
  await expect(drafts.save(elsewhere, "hello", { baseCodeSha256: "base", changes: [] })).rejects.toThrow(
    "Function not found: arn:aws:lambda:eu-west-1:123456789012:function:hello",
  );
});

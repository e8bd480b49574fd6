import { FunctionNotFound, TestEventNotFound } from "@lambent/model";
import { expect, test } from "vitest";
import { createFunction } from "./create-function.ts";
import { deleteTestEvent } from "./delete-test-event.ts";
import { discardDraft } from "./discard-draft.ts";
import { getDraft } from "./get-draft.ts";
import { openLambda, settled } from "./lambda.fixture.ts";
import { listTestEvents } from "./list-test-events.ts";
import { saveDraft } from "./save-draft.ts";
import { saveTestEvent } from "./save-test-event.ts";

const HELLO = { functionName: "hello", runtime: "nodejs20.x", architecture: "x86_64" } as const;

test("a draft is kept until it is discarded", async () => {
  const { ports } = await openLambda();
  const { codeSha256 } = await settled(ports, createFunction(ports, HELLO));
  expect(await getDraft(ports, HELLO)).toBeNull();
  const changes = [{ kind: "delete", path: "index.mjs" } as const];
  const saved = await saveDraft(ports, { functionName: "hello", baseCodeSha256: codeSha256, changes });
  expect(await getDraft(ports, HELLO)).toEqual({ ...saved, changes, baseCodeSha256: codeSha256 });
  await discardDraft(ports, HELLO);
  await discardDraft(ports, HELLO);
  expect(await getDraft(ports, HELLO)).toBeNull();
});

test("test events are saved, renamed and deleted", async () => {
  const { ports } = await openLambda();
  await settled(ports, createFunction(ports, HELLO));
  await saveTestEvent(ports, { functionName: "hello", name: "first", eventJson: '{ "a": 1 }' });
  await saveTestEvent(ports, { functionName: "hello", name: "second", eventJson: "{}", rename: "first" });
  expect((await listTestEvents(ports, HELLO)).map(({ name, eventJson }) => [name, eventJson])).toEqual([
    ["second", "{}"],
  ]);
  await deleteTestEvent(ports, { functionName: "hello", name: "second" });
  expect(await listTestEvents(ports, HELLO)).toEqual([]);
  await expect(deleteTestEvent(ports, { functionName: "hello", name: "second" })).rejects.toThrow(TestEventNotFound);
});

test("neither exists without its function", async () => {
  const { ports } = await openLambda();
  await expect(getDraft(ports, HELLO)).rejects.toThrow(FunctionNotFound);
  await expect(listTestEvents(ports, HELLO)).rejects.toThrow(FunctionNotFound);
  await expect(saveTestEvent(ports, { functionName: "hello", name: "a", eventJson: "{}" })).rejects.toThrow(
    FunctionNotFound,
  );
});

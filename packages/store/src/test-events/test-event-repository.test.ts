import {
  FunctionNotFound,
  InvalidParameterValue,
  TEST_EVENTS_MAX,
  TestEventLimitExceeded,
  TestEventNotFound,
} from "@lambent/model";
import { expect, test } from "vitest";
import { functionRecord, SCOPE, temporaryStore } from "../testing/temporary-store.ts";

async function storeWithFunction() {
  const store = await temporaryStore();
  await store.functions.create(functionRecord());
  return store.testEvents;
}

const names = (events: { name: string }[]) => events.map(({ name }) => name);

test("events are listed by name without regard to case, and saving again replaces", async () => {
  const testEvents = await storeWithFunction();
  for (const name of ["beta", "Alpha", "alpha"]) await testEvents.save(SCOPE, "hello", { name, eventJson: "{}" });
  const saved = await testEvents.save(SCOPE, "hello", { name: "beta", eventJson: '{\n  "a": 1 }' });
  const events = await testEvents.list(SCOPE, "hello");
  expect(names(events)).toEqual(["Alpha", "alpha", "beta"]);
  expect(events[2]).toEqual(saved);
  expect(saved.eventJson).toBe('{\n  "a": 1 }');
});

test("an event can be renamed and changed in one step, yet not over another one", async () => {
  const testEvents = await storeWithFunction();
  await testEvents.save(SCOPE, "hello", { name: "one", eventJson: "1" });
  await testEvents.save(SCOPE, "hello", { name: "two", eventJson: "2" });
  await expect(testEvents.save(SCOPE, "hello", { name: "two", eventJson: "3" }, { renameFrom: "one" })).rejects.toThrow(
    InvalidParameterValue,
  );
  await testEvents.save(SCOPE, "hello", { name: "three", eventJson: "3" }, { renameFrom: "one" });
  await testEvents.save(SCOPE, "hello", { name: "three", eventJson: "4" }, { renameFrom: "three" });
  expect((await testEvents.list(SCOPE, "hello")).map(({ name, eventJson }) => [name, eventJson])).toEqual([
    ["three", "4"],
    ["two", "2"],
  ]);
  await expect(
    testEvents.save(SCOPE, "hello", { name: "four", eventJson: "4" }, { renameFrom: "one" }),
  ).rejects.toThrow(TestEventNotFound);
});

test("there is room for a hundred events, also when many are saved at once", async () => {
  const testEvents = await storeWithFunction();
  const results = await Promise.allSettled(
    Array.from({ length: TEST_EVENTS_MAX + 5 }, (_, index) =>
      testEvents.save(SCOPE, "hello", { name: `event-${index}`, eventJson: "{}" }),
    ),
  );
  const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(refusals).toHaveLength(5);
  expect(refusals[0]).toBeInstanceOf(TestEventLimitExceeded);
  await testEvents.save(SCOPE, "hello", { name: "event-0", eventJson: "[]" });
  expect(await testEvents.list(SCOPE, "hello")).toHaveLength(TEST_EVENTS_MAX);
});

test("deleting what isn't there says so, for the event and for the function", async () => {
  const testEvents = await storeWithFunction();
  await testEvents.save(SCOPE, "hello", { name: "one", eventJson: "1" });
  await testEvents.delete(SCOPE, "hello", "one");
  await expect(testEvents.delete(SCOPE, "hello", "one")).rejects.toThrow(TestEventNotFound);
  await expect(testEvents.list(SCOPE, "nobody")).rejects.toThrow(FunctionNotFound);
  await expect(testEvents.save(SCOPE, "nobody", { name: "e", eventJson: "1" })).rejects.toThrow(FunctionNotFound);
});

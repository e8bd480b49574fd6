import { expect, test } from "vitest";
import { IdleEnvironments } from "./idle-environments.ts";
import { MemoryBudget } from "./memory-budget.ts";
import { ScaleRate } from "./scale-rate.ts";

const environment = (environmentKey: string, name = environmentKey) => ({ name, spec: { environmentKey } });

test("the environment that was used last is taken first, the one used first is the oldest", () => {
  const idle = new IdleEnvironments<ReturnType<typeof environment>>();
  const [first, second, other] = [environment("f", "first"), environment("f", "second"), environment("g")];
  for (const one of [first, second, other]) idle.add(one);
  expect(idle.oldest(() => true)).toBe(first);
  expect(idle.oldest(({ name }) => name !== "first")).toBe(second);
  expect(idle.take("f")).toBe(second);
  expect(idle.take("f")).toBe(first);
  expect(idle.take("f")).toBeUndefined();
  expect(idle.size).toBe(1);
});

test("an environment that has to be loaded anew is taken after those that needn't", () => {
  const idle = new IdleEnvironments<ReturnType<typeof environment>>();
  const [warm, reset] = [environment("f", "warm"), environment("f", "reset")];
  idle.add(warm);
  idle.add(reset, true);
  expect(idle.take("f")).toBe(warm);
});

test("removing one twice, or one that never was there, changes nothing", () => {
  const idle = new IdleEnvironments<ReturnType<typeof environment>>();
  const [one, two] = [environment("f", "one"), environment("f", "two")];
  idle.add(one);
  idle.add(two);
  idle.remove(one);
  idle.remove(one);
  idle.remove(environment("f"));
  expect(idle.take("f")).toBe(two);
  expect(idle.has("f")).toBe(false);
});

test("the memory budget counts what runs as at least 64 MB, and what rests as what it holds", () => {
  const budget = new MemoryBudget<string>(200);
  budget.run("a", 0, 1024);
  budget.run("b", 100, 1024);
  expect(budget.hasRoom).toBe(false);
  budget.rest("b", 12);
  expect(budget.hasRoom).toBe(true);
  budget.run("a", 300, 1024);
  expect(budget.isExceeded).toBe(true);
  budget.remove("a");
  budget.remove("a");
  expect(budget.isExceeded).toBe(false);
});

test("a budget too small for anything lets the first one run", () => {
  const budget = new MemoryBudget<string>(1);
  expect(budget.hasRoom).toBe(true);
  budget.run("a", 0, 128);
  expect(budget.hasRoom).toBe(false);
});

test("a function starts 1,000 environments at once and 1,000 more in ten seconds, whatever others do", () => {
  const rate = new ScaleRate();
  const start = (functionArn: string, nowMs: number, times: number) =>
    Array.from({ length: times }, () => rate.allows(functionArn, nowMs)).filter(Boolean).length;
  expect(start("hot", 0, 1500)).toBe(1000);
  expect(start("other", 0, 10)).toBe(10);
  expect(start("hot", 100, 50)).toBe(10);
  expect(start("hot", 60_000, 1500)).toBe(1000);
});

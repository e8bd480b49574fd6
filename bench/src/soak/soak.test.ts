import { expect, test } from "vitest";
import { leaks, soak } from "./soak.ts";

test("under mixed load with sandboxes killed at random, each outcome is the right one and nothing is left behind", async () => {
  const result = await soak({ seconds: 15, functions: 32, concurrency: 8, killEveryMs: 1500, say: () => undefined });
  expect(result.wrong).toEqual([]);
  expect(leaks(result)).toEqual([]);
  expect(result.killed).toBeGreaterThan(3);
  expect(result.invocations).toBeGreaterThan(100);
}, 120_000);

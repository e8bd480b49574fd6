import { readdirSync, readlinkSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Fixtures } from "./testing/fixture-functions.ts";

const RUNTIME = "nodejs22.x";

let fixtures: Fixtures;
beforeAll(async () => {
  fixtures = await Fixtures.open();
});
afterAll(() => fixtures.close());

interface Found {
  foundAtStart: string[];
  notes: string[];
}

let count = 0;
/** Runs one function's events one after the other; the first ones end as they are told to. */
async function runInTurn(events: object[], options: { memoryMb?: number; timeoutMs?: number } = {}) {
  const key = `reset-${count++}`;
  const runs = [];
  for (const event of events) {
    runs.push(await fixtures.run("keeps-files", RUNTIME, { timeoutMs: 3_000, ...options, event }, key));
  }
  expect(new Set(runs.map(({ report }) => report.environmentId)).size).toBe(1);
  return { kinds: runs.map(({ outcome }) => outcome.kind), last: runs.at(-1)!.json as Found };
}

describe("an environment that is reset", () => {
  test("keeps its files in /tmp, however its processes ended and however often", async () => {
    const { kinds, last } = await runInTurn([
      { note: "before an exit", end: "exit" },
      { note: "before a timeout", end: "time" },
      { note: "after both" },
    ]);
    expect(kinds).toEqual(["exited", "timedOut", "succeeded"]);
    expect(last).toEqual({ foundAtStart: ["notes"], notes: ["before an exit", "before a timeout", "after both"] });
  });

  test("serves again after it ran out of memory with /tmp nearly full", async () => {
    const { kinds, last } = await runInTurn([{ note: "full", fillMb: 496, end: "memory" }, { note: "" }], {
      memoryMb: 512,
      timeoutMs: 30_000,
    });
    expect(kinds).toEqual(["outOfMemory", "succeeded"]);
    expect(last).toEqual({ foundAtStart: ["filling", "notes"], notes: ["full"] });
  });

  test("isn't another environment, which begins with an empty /tmp", async () => {
    await runInTurn([{ note: "mine", end: "exit" }]);
    const { last } = await runInTurn([{ note: "other" }]);
    expect(last).toEqual({ foundAtStart: [], notes: ["other"] });
  });

  test("leaves no mount namespace behind when it ends", async () => {
    await runInTurn([{ note: "x", end: "exit" }, { note: "y" }]);
    expect(heldNamespaces()).toBeGreaterThan(0);
    fixtures.runner.retire("");
    await expect.poll(heldNamespaces).toBe(0);
  });
});

function heldNamespaces(): number {
  return readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith("mnt:[");
    } catch {
      return false;
    }
  }).length;
}

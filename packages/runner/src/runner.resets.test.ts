import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { createBwrapDriver } from "./sandbox/bwrap-driver.ts";
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
async function runInTurn(
  events: object[],
  options: { memoryMb?: number; timeoutMs?: number } = {},
  on: Fixtures = fixtures,
) {
  const key = `reset-${count++}`;
  const runs = [];
  for (const event of events) {
    runs.push(await on.run("keeps-files", RUNTIME, { timeoutMs: 3_000, ...options, event }, key));
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

describe("where /tmp can't be brought to another sandbox", () => {
  const scratch = mkdtempSync(join(tmpdir(), "lambent-perl-"));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  const events = [{ note: "first", end: "exit" }, { note: "second", end: "exit" }, { note: "third" }];

  async function runWith(perlPath: string) {
    const directory = mkdtempSync(join(scratch, "driver-"));
    const on = await Fixtures.open("bwrap", { driver: await createBwrapDriver({ directory, perlPath }) });
    onTestFinished(() => on.close());
    return await runInTurn(events, {}, on);
  }

  test("for want of perl, an environment that is reset begins with an empty one", async () => {
    const { kinds, last } = await runWith(join(scratch, "nothing"));
    expect(kinds).toEqual(["exited", "exited", "succeeded"]);
    expect(last).toEqual({ foundAtStart: [], notes: ["third"] });
  });

  test("for want of the kernel, the same, and the server says so once", async () => {
    const refusing = join(scratch, "perl");
    writeFileSync(refusing, "#!/bin/sh\necho 'open_tree: Function not implemented' >&2\nexit 38\n", { mode: 0o755 });
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    onTestFinished(() => warn.mockRestore());
    const { kinds, last } = await runWith(refusing);
    expect(kinds).toEqual(["exited", "exited", "succeeded"]);
    expect(last).toEqual({ foundAtStart: [], notes: ["third"] });
    expect(warn.mock.calls).toEqual([
      ["Environments that are reset begin with an empty /tmp: open_tree: Function not implemented"],
    ]);
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

import { setTimeout as delay } from "node:timers/promises";
import { RUNTIMES as KNOWN } from "@lambent/model";
import { afterEach, describe, expect, test } from "vitest";
import { Fixtures } from "./testing/fixture-functions.ts";

const RUNTIMES = ["nodejs20.x", "nodejs24.x", "python3.12"] as const;

const opened: Fixtures[] = [];
async function open(...options: Parameters<typeof Fixtures.open>): Promise<Fixtures> {
  const fixtures = await Fixtures.open(...options);
  opened.push(fixtures);
  return fixtures;
}
afterEach(async () => {
  for (const fixtures of opened.splice(0)) await fixtures.close();
});

const spares = (fixtures: Fixtures, runtime?: string) =>
  fixtures.runner.status().spares.filter((spare) => spare.isReady && (!runtime || spare.runtime === runtime)).length;
const untilSpare = async (fixtures: Fixtures, runtime?: string, count = 1) => {
  while (spares(fixtures, runtime) < count) await delay(5);
};

test("a standing spare of each runtime of ours boots without anybody asking", async () => {
  const fixtures = await open("bwrap", { spares: "standing" });
  const { runtimes: all } = fixtures.runner.status();
  const runtimes = all.filter(({ available, runtime }) => available && !KNOWN[runtime].broughtByHost);
  expect(runtimes.length).toBeGreaterThan(2);
  for (const { runtime } of runtimes) await untilSpare(fixtures, runtime);
});

describe.each(RUNTIMES)("%s", (runtime) => {
  test("a spare becomes one function's environment, and is replaced", async () => {
    const fixtures = await open();
    await fixtures.run("echoes", runtime);
    await untilSpare(fixtures, runtime);
    const { report, json, lines } = await fixtures.run("echoes", runtime, { event: { from: "a spare" } }, "kept");
    expect(json).toMatchObject({ from: "a spare" });
    expect(report).toMatchObject({ coldStart: true, initDurationMs: expect.any(Number) });
    expect(lines[0]).toMatch(/^INIT_START /);
    expect((await fixtures.run("echoes", runtime, { event: 2 }, "kept")).report.coldStart).toBe(false);
    await untilSpare(fixtures, runtime);
  });

  test("a spare knows the function's variables, code and limits as a fresh start does", async () => {
    const environmentVariables = { MINE: "1", PATH: "/opt/mine/bin", TZ: "Asia/Tokyo" };
    const direct = await open("bwrap", { spares: "none" });
    const pooled = await open();
    const tell = async (fixtures: Fixtures) => {
      const { json } = await fixtures.run("tells-environment", runtime, { environmentVariables });
      return JSON.parse(JSON.stringify(json).replace(/\[\$LATEST\][0-9a-f]{32}/g, "STREAM"));
    };
    await tell(pooled);
    await untilSpare(pooled, runtime);
    expect(await tell(pooled)).toEqual(await tell(direct));
  });

  test("a spare's function is held to its own memory", async () => {
    const fixtures = await open();
    await fixtures.run("echoes", runtime, { memoryMb: 128 });
    await untilSpare(fixtures, runtime);
    const { outcome } = await fixtures.run("eats-memory", runtime, { memoryMb: 128, timeoutMs: 20_000 });
    expect(outcome).toMatchObject({ kind: "outOfMemory", limitMb: 128 });
  });
});

test("what a function leaves behind isn't seen by the next one", async () => {
  const fixtures = await open();
  const first = await fixtures.run("counts", "nodejs22.x", {}, "one");
  await untilSpare(fixtures, "nodejs22.x");
  const second = await fixtures.run("counts", "nodejs22.x", {}, "two");
  expect([first.json, second.json]).toEqual([1, 1]);
  expect(second.report.environmentId).not.toBe(first.report.environmentId);
});

test("variables that the interpreter reads at its start get an interpreter of their own", async () => {
  const fixtures = await open();
  await fixtures.run("echoes", "nodejs22.x");
  await untilSpare(fixtures, "nodejs22.x");
  const environmentVariables = { NODE_OPTIONS: "--title=mine" };
  await fixtures.run("echoes", "nodejs22.x", { environmentVariables });
  // The spare that was there is of another kind and still there; one of the new kind joins it.
  await untilSpare(fixtures, "nodejs22.x", 2);
});

test("a burst makes more spares than one", async () => {
  const fixtures = await open();
  await Promise.all(["a", "b", "c", "d"].map((keep) => fixtures.run("counts", "nodejs22.x", {}, keep)));
  await untilSpare(fixtures, "nodejs22.x", 3);
});

test("a function that is expected finds a spare at its first event", async () => {
  const fixtures = await open();
  await fixtures.runner.expect(fixtures.spec("echoes", "python3.12"));
  await untilSpare(fixtures, "python3.12");
});

test("a function that runs twice at a time gets a third environment for its next event, initialised", async () => {
  const fixtures = await open("bwrap", { growsAhead: true });
  const states = () => fixtures.runner.status().environments.map(({ state }) => state);
  const first = fixtures.run("sleeps", "nodejs22.x", { event: { ms: 2000 } }, "kept");
  while (!states().includes("busy")) await delay(5);
  const second = fixtures.run("sleeps", "nodejs22.x", { event: { ms: 1500 } }, "kept");
  await expect.poll(() => states().toSorted(), { timeout: 10_000 }).toEqual(["busy", "busy", "idle"]);
  const third = await fixtures.run("sleeps", "nodejs22.x", { event: { ms: 1 } }, "kept");
  expect(third.report.coldStart).toBe(false);
  expect(third.lines[0]).toMatch(/^INIT_START /);
  await Promise.all([first, second]);
});

test("without spares there never is one", async () => {
  const fixtures = await open("bwrap", { spares: "none" });
  await fixtures.run("echoes", "nodejs22.x");
  await delay(300);
  expect(fixtures.runner.status().spares).toEqual([]);
});

describe("provisioned concurrency", () => {
  test("keeps environments initialised ahead of events, and serves from them", async () => {
    const fixtures = await open();
    const spec = fixtures.spec("tells-environment", "nodejs22.x", {}, "kept");
    fixtures.runner.provision(spec, 2);
    const status = () => fixtures.runner.provisioned(spec.environmentKey);
    expect(status()).toMatchObject({ requested: 2, status: "IN_PROGRESS" });
    await expect.poll(status, { timeout: 10_000 }).toEqual({ requested: 2, allocated: 2, status: "READY" });
    const { report, lines, json } = await fixtures.run("tells-environment", "nodejs22.x", {}, "kept");
    expect(report.coldStart).toBe(false);
    expect(JSON.stringify(json)).toContain("provisioned-concurrency");
    expect(lines.map((line) => line.split(" ")[0])).toEqual(["INIT_START", "START", "END", "REPORT"]);
    const again = await fixtures.run("tells-environment", "nodejs22.x", {}, "kept");
    expect(again.lines[0]).toMatch(/^START /);
  });

  test("ends them when fewer are asked for, and with their version", async () => {
    const fixtures = await open();
    const spec = fixtures.spec("echoes", "nodejs22.x", {}, "kept");
    const environments = () => fixtures.runner.status().environments.length;
    fixtures.runner.provision(spec, 2);
    await expect.poll(environments, { timeout: 10_000 }).toBe(2);
    await expect.poll(() => fixtures.runner.provisioned(spec.environmentKey)?.allocated, { timeout: 10_000 }).toBe(2);
    fixtures.runner.provision(spec, 1);
    expect(environments()).toBe(1);
    fixtures.runner.retire(spec.environmentKey);
    expect(environments()).toBe(0);
    expect(fixtures.runner.provisioned(spec.environmentKey)).toBeUndefined();
  });

  test("one that dies is replaced", async () => {
    const fixtures = await open();
    const spec = fixtures.spec("dies-when-idle", "nodejs22.x", {}, "kept");
    fixtures.runner.provision(spec, 1);
    const allocated = () => fixtures.runner.provisioned(spec.environmentKey)?.allocated;
    await expect.poll(allocated, { timeout: 10_000 }).toBe(1);
    const { report } = await fixtures.run("dies-when-idle", "nodejs22.x", {}, "kept");
    await expect.poll(allocated).toBe(0);
    await expect.poll(allocated, { timeout: 10_000 }).toBe(1);
    expect(fixtures.runner.status().environments[0]?.id).not.toBe(report.environmentId);
  });

  test("a function that can't be loaded fails with AWS's reason", async () => {
    const fixtures = await open();
    const spec = fixtures.spec("throws-while-loading", "nodejs22.x");
    fixtures.runner.provision(spec, 1);
    await expect
      .poll(() => fixtures.runner.provisioned(spec.environmentKey), { timeout: 10_000 })
      .toEqual({ requested: 1, allocated: 0, status: "FAILED", statusReason: "FUNCTION_ERROR_INIT_FAILURE" });
    expect(fixtures.runner.status().environments).toEqual([]);
  });
});

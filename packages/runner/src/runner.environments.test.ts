import { RUNTIME_IDS } from "@lambent/model";
import { afterEach, describe, expect, test } from "vitest";
import { Fixtures } from "./testing/fixture-functions.ts";
import { HeldClock } from "./testing/held-clock.ts";

const RUNTIME = "nodejs22.x";
const FREEZE_MS = 1000;
const IDLE_MS = 300_000;
const INIT_LIMIT_MS = 10_000;

const opened: Fixtures[] = [];
async function open(...options: Parameters<typeof Fixtures.open>): Promise<Fixtures> {
  const fixtures = await Fixtures.open(...options);
  opened.push(fixtures);
  return fixtures;
}
afterEach(async () => {
  for (const fixtures of opened.splice(0)) await fixtures.close();
});

const states = (fixtures: Fixtures): string[] => fixtures.runner.status().environments.map(({ state }) => state);

describe.each(["bwrap", "unsafe-process"] as const)("with the %s driver", (driver) => {
  test("one environment serves one event after the other and keeps its globals", async () => {
    const fixtures = await open(driver);
    const runs = [];
    for (let turn = 0; turn < 3; turn++) runs.push(await fixtures.run("counts", RUNTIME, {}, "kept"));
    expect(runs.map(({ json }) => json)).toEqual([1, 2, 3]);
    expect(runs.map(({ report }) => report.coldStart)).toEqual([true, false, false]);
    expect(new Set(runs.map(({ report }) => report.environmentId)).size).toBe(1);
    expect(new Set(runs.map(({ report }) => report.logStreamName)).size).toBe(1);
    expect(runs[1]!.lines).toEqual([
      expect.stringMatching(/^START /),
      expect.stringMatching(/^END /),
      expect.stringMatching(/^REPORT .*\tMax Memory Used: \d+ MB\t$/),
    ]);
    expect(runs[1]!.report.billedDurationMs).toBe(Math.max(1, Math.ceil(runs[1]!.report.durationMs)));
  });

  test("events at the same time get environments of their own", async () => {
    const fixtures = await open(driver);
    const event = { ms: 300 };
    const runs = await Promise.all([1, 2, 3].map(() => fixtures.run("sleeps", RUNTIME, { event }, "kept")));
    expect(new Set(runs.map(({ report }) => report.environmentId)).size).toBe(3);
    expect(states(fixtures)).toEqual(["idle", "idle", "idle"]);
    const again = await fixtures.run("sleeps", RUNTIME, { event: { ms: 1 } }, "kept");
    expect(again.report.coldStart).toBe(false);
  });

  test("an idle environment is frozen after a second, thawed by the next event, and ended when its time is over", async () => {
    const clock = new HeldClock();
    const fixtures = await open(driver, { clock, idleMs: IDLE_MS });
    await fixtures.run("counts", RUNTIME, {}, "kept");
    expect(states(fixtures)).toEqual(["idle"]);
    await clock.fire(FREEZE_MS);
    expect(states(fixtures)).toEqual(["frozen"]);
    expect((await fixtures.run("counts", RUNTIME, {}, "kept")).json).toBe(2);
    await clock.fire(FREEZE_MS);
    await clock.fire(IDLE_MS - FREEZE_MS);
    expect(states(fixtures)).toEqual([]);
    expect((await fixtures.run("counts", RUNTIME, {}, "kept")).json).toBe(1);
  });

  test("closing ends what runs, and nothing can be run any more", async () => {
    const fixtures = await open(driver);
    const running = fixtures.run("sleeps-forever", RUNTIME, { timeoutMs: 60_000 });
    while (!states(fixtures).includes("busy")) await new Promise((resolve) => setTimeout(resolve, 5));
    await fixtures.runner.close();
    expect((await running).outcome).toEqual({
      kind: "sandboxFault",
      message: "The server was shut down while the function was running.",
    });
    expect(states(fixtures)).toEqual([]);
    expect((await fixtures.run("echoes", RUNTIME)).outcome.kind).toBe("sandboxFault");
  });

  test("closing while a function is loading ends it", async () => {
    const fixtures = await open(driver);
    const running = fixtures.run("sleeps-while-loading", RUNTIME);
    while (!states(fixtures).includes("initialising")) await new Promise((resolve) => setTimeout(resolve, 5));
    await fixtures.runner.close();
    expect((await running).outcome.kind).toBe("sandboxFault");
  });
});

test("the environment that was used last is used next", async () => {
  const fixtures = await open();
  const event = { ms: 200 };
  await Promise.all([1, 2].map(() => fixtures.run("sleeps", RUNTIME, { event }, "kept")));
  const first = await fixtures.run("sleeps", RUNTIME, { event: { ms: 0 } }, "kept");
  const second = await fixtures.run("sleeps", RUNTIME, { event: { ms: 0 } }, "kept");
  expect(second.report.environmentId).toBe(first.report.environmentId);
});

test("a load past 10 s is tried again inside the invocation, under the function's own timeout", async () => {
  const clock = new HeldClock();
  const fixtures = await open("bwrap", { clock });
  const running = fixtures.run("sleeps-while-loading", RUNTIME, { timeoutMs: 4000 });
  const loading = () => states(fixtures).includes("initialising");
  while (!loading()) await new Promise((resolve) => setTimeout(resolve, 5));
  await clock.fire(INIT_LIMIT_MS - 3000, INIT_LIMIT_MS);
  while (loading()) await new Promise((resolve) => setTimeout(resolve, 5));
  while (!loading()) await new Promise((resolve) => setTimeout(resolve, 5));
  await clock.fire(1, 4000);
  const { outcome, lines, requestId, report } = await running;
  expect(outcome).toMatchObject({ kind: "timedOut", limitMs: 4000 });
  expect(
    lines.filter((line) => !line.includes("loading slowly")).map((line) => line.replace(/[\d.]+ ms/, "N ms")),
  ).toEqual([
    expect.stringMatching(/^INIT_START/),
    "INIT_REPORT Init Duration: N ms\tPhase: init\tStatus: timeout",
    "INIT_REPORT Init Duration: N ms\tPhase: invoke\tStatus: timeout",
    `START RequestId: ${requestId} Version: $LATEST`,
    expect.stringMatching(new RegExp(`Z ${requestId} Task timed out after 4\\.00 seconds\\n$`)),
    `END RequestId: ${requestId}`,
    expect.stringMatching(/\tStatus: timeout$/),
  ]);
  expect(report.initDurationMs).toBeUndefined();
});

describe("retiring", () => {
  test("ends idle environments whose key starts with the prefix, and no others", async () => {
    const fixtures = await open();
    await fixtures.run("counts", RUNTIME, {}, "kept");
    await fixtures.run("echoes", RUNTIME, {}, "kept");
    fixtures.runner.retire("counts:");
    expect(fixtures.runner.status().environments.map(({ functionName }) => functionName)).toEqual(["echoes"]);
    expect((await fixtures.run("counts", RUNTIME, {}, "kept")).json).toBe(1);
  });

  test("lets a busy environment finish, then ends it", async () => {
    const fixtures = await open();
    const running = fixtures.run("sleeps", RUNTIME, { event: { ms: 300 } }, "kept");
    while (!states(fixtures).includes("busy")) await new Promise((resolve) => setTimeout(resolve, 5));
    fixtures.runner.retire("sleeps:");
    const after = fixtures.run("sleeps", RUNTIME, { event: { ms: 0 } }, "kept");
    expect((await running).json).toBe("slept");
    expect((await after).report.environmentId).not.toBe((await running).report.environmentId);
    expect(states(fixtures)).toEqual(["idle"]);
  });
});

test("an event that finds no room and no place to wait is throttled", async () => {
  const fixtures = await open("bwrap", { memoryBudgetMb: 64, waitingMax: 0 });
  const running = fixtures.run("sleeps", RUNTIME, { event: { ms: 300 } });
  while (states(fixtures).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const { outcome, lines, report } = await fixtures.run("sleeps", RUNTIME);
  expect(outcome).toEqual({ kind: "throttled", reason: "ConcurrentInvocationLimitExceeded" });
  expect(lines).toEqual([]);
  expect(report.billedDurationMs).toBe(0);
  expect((await running).json).toBe("slept");
  expect((await fixtures.run("sleeps", RUNTIME, { event: { ms: 0 } })).outcome.kind).toBe("succeeded");
});

test("an event that finds no room waits for the environment that becomes free", async () => {
  const fixtures = await open("bwrap", { memoryBudgetMb: 64 });
  const first = fixtures.run("sleeps", RUNTIME, { event: { ms: 300 } }, "kept");
  while (states(fixtures).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const second = await fixtures.run("sleeps", RUNTIME, { event: { ms: 1 } }, "kept");
  expect(second.json).toBe("slept");
  expect(second.report).toMatchObject({ coldStart: false, environmentId: (await first).report.environmentId });
});

test("however often events wait for a busy environment, none is throttled for starting too many", async () => {
  const fixtures = await open("bwrap", { memoryBudgetMb: 64 });
  await fixtures.run("echoes", RUNTIME, {}, "kept");
  let left = 1_200;
  const callers = Array.from({ length: 4 }, async () => {
    while (left-- > 0) {
      const { outcome, report } = await fixtures.run("echoes", RUNTIME, {}, "kept");
      expect(outcome.kind).toBe("succeeded");
      expect(report.coldStart).toBe(false);
    }
  });
  await Promise.all(callers);
});

test("beyond the memory budget, the environment that has been idle longest is ended", async () => {
  // Two idle ones of about 50 MB and one that starts are more than that, one idle and one that starts aren't.
  const fixtures = await open("bwrap", { memoryBudgetMb: 150 });
  for (const keep of ["first", "second", "third"]) await fixtures.run("counts", RUNTIME, {}, keep);
  expect(states(fixtures)).toHaveLength(2);
  expect((await fixtures.run("counts", RUNTIME, {}, "third")).json).toBe(2);
  expect((await fixtures.run("counts", RUNTIME, {}, "second")).json).toBe(2);
  expect((await fixtures.run("counts", RUNTIME, {}, "first")).json).toBe(1);
});

test("what is printed between two events is told at the start of the next one", async () => {
  const fixtures = await open();
  await fixtures.run("logs-in-background", RUNTIME, {}, "kept");
  // Less than the second after which it stands still.
  await new Promise((resolve) => setTimeout(resolve, 700));
  const { lines } = await fixtures.run("logs-in-background", RUNTIME, {}, "kept");
  expect(lines[0]).toMatch(/INFO\tafter the answer$/);
  expect(lines[1]).toMatch(/^START /);
});

test("an environment whose process ends between two events is gone", async () => {
  const fixtures = await open();
  const first = await fixtures.run("dies-when-idle", RUNTIME, {}, "kept");
  expect(first.outcome.kind).toBe("succeeded");
  await expect.poll(() => states(fixtures)).toEqual([]);
  expect((await fixtures.run("dies-when-idle", RUNTIME, {}, "kept")).report.coldStart).toBe(true);
});

test("a runtime of another architecture is refused with a reason and a remedy", async () => {
  const fixtures = await open("unsafe-process");
  const architecture = process.arch === "arm64" ? "x86_64" : "arm64";
  const { outcome } = await fixtures.run("echoes", RUNTIME, { architecture });
  expect(outcome).toMatchObject({
    kind: "sandboxFault",
    message: expect.stringMatching(`${architecture} functions need an ${architecture} host`),
  });
});

test("a missing code folder is a fault of the host, told as such", async () => {
  const fixtures = await open();
  const { outcome } = await fixtures.run("echoes", RUNTIME, { codeDirectory: "/nowhere/at/all" });
  expect(outcome.kind).toBe("sandboxFault");
  expect(states(fixtures)).toEqual([]);
});

test("a listener that throws spoils its own invocation alone", async () => {
  const fixtures = await open();
  const broken = fixtures.runWith(
    () => {
      throw new Error("the disk is full");
    },
    "logs",
    RUNTIME,
  );
  await expect(broken).rejects.toThrow("the disk is full");
  expect((await fixtures.run("echoes", RUNTIME, { event: 3 })).json).toBe(3);
});

test("the status tells the driver, its isolation and every runtime", async () => {
  const fixtures = await open();
  const status = fixtures.runner.status();
  expect(status).toMatchObject({ driver: "bwrap", unsafe: false });
  expect(status.isolation.length).toBeGreaterThan(5);
  expect(status.runtimes).toHaveLength(2 * RUNTIME_IDS.length);
  for (const runtime of status.runtimes) {
    expect(runtime).toMatchObject(
      runtime.available
        ? { version: expect.stringMatching(/^(\d+\.\d+\.\d+|glibc \d+\.\d+)/) }
        : { reason: expect.stringMatching(/\.$/), remedy: expect.stringMatching(/\.$/) },
    );
  }
});

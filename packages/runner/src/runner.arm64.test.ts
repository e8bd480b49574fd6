import { chmodSync, copyFileSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RuntimeId } from "@lambent/model";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { EMULATION_KIT } from "./sandbox/sandbox.fixtures.ts";
import { type FixtureOptions, Fixtures } from "./testing/fixture-functions.ts";

// Emulated code takes ten times the processor time; several times that beside other work.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const ALL: RuntimeId[] = ["nodejs20.x", "nodejs22.x", "nodejs24.x"];
/** What an emulated start has to be done in is AWS's 10 s; a function's own time here is set by its test. */
const PATIENT_MS = 60_000;

// On an arm64 host, all other tests of the runner are of arm64 functions.
describe.skipIf(!EMULATION_KIT)("functions for arm64 on x86_64 (emulator fetched by `pnpm arm64`)", () => {
  let fixtures: Fixtures;
  beforeAll(async () => {
    fixtures = await Fixtures.open();
  });
  afterAll(() => fixtures.close());

  const run = (name: string, runtime: RuntimeId, options: FixtureOptions = {}, keep?: string) =>
    fixtures.run(name, runtime, { architecture: "arm64", timeoutMs: PATIENT_MS, ...options }, keep);
  const canStartPrograms = () =>
    fixtures.runner
      .status()
      .runtimes.some(({ architecture, note }) => architecture === "arm64" && note && !note.includes("child processes"));

  test.each(ALL)(
    "%s answers with the least memory that a function can have, and says how much it used",
    async (runtime) => {
      const first = await run("echoes", runtime, { memoryMb: 128, event: { text: "é✓" } }, "kept");
      const second = await run("echoes", runtime, { memoryMb: 128, event: [1] }, "kept");
      expect([first.payload, second.payload]).toEqual(['{"text":"é✓"}', "[1]"]);
      expect([first.report.coldStart, second.report.coldStart]).toEqual([true, false]);
      expect(second.report.maxMemoryUsedMb).toBeGreaterThan(20);
      expect(second.report.maxMemoryUsedMb).toBeLessThan(100);
    },
  );

  test.each(ALL)("%s is offered with what to know about it", (runtime) => {
    const offered = fixtures.runner
      .status()
      .runtimes.find((one) => one.runtime === runtime && one.architecture === "arm64");
    expect(offered).toMatchObject({ available: true, note: expect.stringMatching(/^Emulated on this host: .*\.$/) });
    expect(offered?.version).toBe(
      fixtures.runner.status().runtimes.find((one) => one.runtime === runtime && one.architecture === "x86_64")
        ?.version,
    );
  });

  test("tells an exception, and log lines in order", async () => {
    const thrown = await run("throws-error", "nodejs24.x");
    expect(thrown.outcome).toMatchObject({ kind: "functionError", errorType: "TooBad" });
    expect(thrown.json).toMatchObject({ errorMessage: "it went wrong", trace: expect.any(Array) });
    const { lines } = await run("logs", "nodejs24.x");
    const told = lines.map((line) => line.split("\t").at(-1));
    expect(told.slice(3, 7)).toEqual(["one two { three: 3 }", "raw one", "first line\nsecond line", "raw two"]);
  });

  test("starts child processes where the kernel can, which get none of the runtime's descriptors", async ({ skip }) => {
    if (!canStartPrograms()) skip("the kernel is older than Linux 6.7, or forbids user namespaces");
    const { json, lines } = await run("child-process", "nodejs22.x");
    expect((json as { descriptors: number[] }).descriptors).not.toContain(4);
    expect(lines.slice(2, -2).toSorted()).toEqual(["and its stderr", "from the child"]);
  });

  test("is ended at its timeout, and when /tmp or memory is used up", async () => {
    const looping = await run("loops-forever", "nodejs22.x", { timeoutMs: 500 });
    expect(looping.outcome).toMatchObject({ kind: "timedOut", limitMs: 500 });
    const filling = await run("fills-tmp", "nodejs22.x", { ephemeralStorageMb: 512 });
    expect(filling.json).toMatchObject({ code: "ENOSPC", files: ["filling"] });
    const eating = await run("eats-memory", "nodejs22.x", { memoryMb: 128 });
    expect(eating.outcome).toMatchObject({ kind: "outOfMemory", limitMb: 128 });
    expect(eating.report.maxMemoryUsedMb).toBe(128);
  });

  test.each(ALL)("%s reaches the services of the host at 127.0.0.1 that it is offered", async (runtime) => {
    const offering = await Fixtures.open("bwrap", {
      endpoints: [{ port: 7001, onConnection: (socket) => socket.end("hello from the host") }],
    });
    onTestFinished(() => offering.close());
    const event = { ports: [7001, 7002] };
    const { json } = await offering.run("asks-ports", runtime, { architecture: "arm64", timeoutMs: PATIENT_MS, event });
    expect(json).toMatchObject({
      whileLoading: "hello from the host",
      byItself: ["hello from the host", "ECONNREFUSED"],
      parent: Array(4).fill("undefined"),
    });
  });

  describe("in custom runtimes", () => {
    test("the starter code in shell answers, and keeps its environment", async ({ skip }) => {
      if (!canStartPrograms()) skip("the kernel is older than Linux 6.7, or forbids user namespaces");
      const event = { key: "value" };
      const first = await run("starter", "provided.al2023", { event }, "shell");
      expect(first.json).toEqual({ statusCode: 200, body: '"Hello from Lambda!"' });
      expect(first.lines).toContain('Event: {"key":"value"}');
      const second = await run("starter", "provided.al2023", { event }, "shell");
      expect([first.report.coldStart, second.report.coldStart]).toEqual([true, false]);
    });

    test("a program for x86_64 is refused as AWS does it", async ({ skip }) => {
      if (!canStartPrograms()) skip("the kernel is older than Linux 6.7, or forbids user namespaces");
      const directory = mkdtempSync(join(tmpdir(), "lambent-x86-"));
      onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
      chmodSync(directory, 0o755);
      copyFileSync(realpathSync("/bin/sh"), join(directory, "bootstrap"));
      chmodSync(join(directory, "bootstrap"), 0o755);
      const { outcome, json } = await run("starter", "provided.al2023", { codeDirectory: directory });
      expect(outcome.kind).toBe("initFailed");
      expect(json).toMatchObject({ errorMessage: expect.stringContaining("exec format error") });
    });
  });

  test("is stopped when idle, and goes on", async () => {
    await run("counts", "nodejs22.x", {}, "frozen");
    await vi.waitUntil(() => fixtures.runner.status().environments.some(({ state }) => state === "frozen"), 30_000);
    const { report } = await run("counts", "nodejs22.x", {}, "frozen");
    expect(report.coldStart).toBe(false);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Fixtures } from "./testing/fixture-functions.ts";
import { foundPythons } from "./testing/found-pythons.ts";

const RUNTIME = "nodejs22.x";
const MIB = 1_048_576;

const pythons = await foundPythons();

let fixtures: Fixtures;
beforeAll(async () => {
  // Spares are processes as well.
  fixtures = await Fixtures.open("bwrap", { spares: "none" });
});
afterAll(() => fixtures.close());

/** Our children that run bubblewrap. */
function sandboxProcesses(): string[] {
  return readdirSync("/proc/self/task")
    .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, "utf8").split(" "))
    .filter((pid) => /bwrap/.test(commandOf(pid)));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8");
  } catch {
    return "";
  }
}

const between = (lines: readonly string[]): string[] =>
  lines.slice(lines.findIndex((line) => line.startsWith("START ")) + 1, -2);

describe("timeout", () => {
  test.each(["sleeps-forever", "loops-forever", "floods-stdout"])(
    "%s is ended, with all its processes",
    async (name) => {
      const { outcome, payload, lines, requestId, report } = await fixtures.run(name, RUNTIME, { timeoutMs: 1000 });
      expect(outcome).toMatchObject({ kind: "timedOut", limitMs: 1000 });
      expect(payload).toBe(
        `{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ${requestId} Error: Task timed out after 1.00 seconds"}`,
      );
      expect(lines.at(-3)).toMatch(
        new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ${requestId} Task timed out after 1\\.00 seconds\\n$`),
      );
      expect(lines.at(-1)).toMatch(/\tDuration: 1000\.00 ms\tBilled Duration: \d+ ms\t.*\tStatus: timeout$/);
      expect(report.durationMs).toBe(1000);
      await expect.poll(sandboxProcesses, { timeout: 5_000 }).toEqual([]);
      expect(fixtures.runner.status().environments).toMatchObject([{ functionName: name, state: "reset" }]);
      fixtures.runner.retire("");
    },
  );

  test("keeps what was printed before", async () => {
    const { lines } = await fixtures.run("sleeps-forever", RUNTIME, { timeoutMs: 500 });
    expect(between(lines)[0]).toMatch(/INFO\tgoing to sleep$/);
  });

  test("the next event finds the same environment, reset: loaded anew as part of its own duration", async () => {
    const first = await fixtures.run("sleeps", RUNTIME, { timeoutMs: 500, event: { ms: 5000 } }, "kept");
    const second = await fixtures.run("sleeps", RUNTIME, { timeoutMs: 500, event: { ms: 1 } }, "kept");
    expect(first.outcome.kind).toBe("timedOut");
    expect(second.outcome.kind).toBe("succeeded");
    expect(second.report).toMatchObject({
      coldStart: false,
      environmentId: first.report.environmentId,
      logStreamName: first.report.logStreamName,
    });
    expect(second.report.initDurationMs).toBeUndefined();
    expect(second.lines[0]).toMatch(/^START /);
    expect(second.report.durationMs).toBeGreaterThan(1);
  });
});

describe("memory", () => {
  test.each(["nodejs20.x", RUNTIME, "nodejs24.x"] as const)(
    "buffers beyond the limit end as out of memory (%s)",
    async (runtime) => {
      const { outcome, json, lines, requestId, report } = await fixtures.run("eats-memory", runtime, {
        memoryMb: 128,
        timeoutMs: 20_000,
      });
      expect(outcome).toMatchObject({ kind: "outOfMemory", limitMb: 128 });
      expect(json).toEqual({
        errorType: "Runtime.ExitError",
        errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
      });
      expect(between(lines)[0]).toMatch(/eating$/);
      expect(report.maxMemoryUsedMb).toBe(128);
    },
  );

  test.each(["nodejs20.x", RUNTIME, "nodejs24.x"] as const)(
    "a heap beyond the limit ends as out of memory (%s)",
    async (runtime) => {
      // Two seconds of a processor, of which 256 MB get a seventh, and less on a busy machine.
      const { outcome } = await fixtures.run("eats-heap", runtime, { memoryMb: 256, timeoutMs: 110_000 });
      expect(outcome).toMatchObject({ kind: "outOfMemory", limitMb: 256 });
    },
    120_000,
  );
});

describe("other limits", () => {
  test.runIf(pythons.length > 0)(
    "processes",
    async () => {
      const { json } = await fixtures.run("fork-bomb", pythons[0]!.runtime, { memoryMb: 3008, timeoutMs: 100_000 });
      expect(json).toMatchObject({ code: constants.errno.EAGAIN });
      expect((json as { count: number }).count).toBeLessThan(1024);
    },
    120_000,
  );

  test("temporary storage", async () => {
    const { json } = await fixtures.run("fills-tmp", RUNTIME, { ephemeralStorageMb: 512, timeoutMs: 20_000 });
    expect(json).toMatchObject({ code: "ENOSPC", files: ["filling"] });
    expect((json as { writtenMb: number }).writtenMb).toBeLessThanOrEqual(512);
  });

  test("open files", async () => {
    const { json } = await fixtures.run("opens-many-files", RUNTIME);
    expect(json).toMatchObject({ code: "EMFILE" });
    expect((json as { opened: number }).opened).toBeLessThan(1024);
  });
});

describe("output", () => {
  test.each(["console", "stdout", "descriptor"])("a gigabyte by %s doesn't grow the server", async (by) => {
    const before = process.memoryUsage().rss;
    let peak = before;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    const { outcome, lines } = await fixtures.run("prints-a-gigabyte", RUNTIME, {
      event: { by, megabytes: 1024 },
      timeoutMs: 6000,
    });
    clearInterval(watch);
    expect(outcome.kind).toBe("timedOut");
    const printed = between(lines).filter((line) => line.includes("xxx"));
    const bytes = printed.reduce((total, line) => total + line.length, 0);
    expect(bytes).toBeLessThanOrEqual(8 * MIB);
    expect(bytes).toBeGreaterThan(7 * MIB);
    expect(between(lines).at(-2)).toMatch(
      /^LAMBENT_WARNING: \d+ log lines \(\d+ bytes\) were dropped: the function printed more than 8 MiB in one invocation\.$/,
    );
    expect(peak - before).toBeLessThan(200 * MIB);
  });

  test("somewhat more than the limit is cut, and the function goes on", async () => {
    const { outcome, lines } = await fixtures.run("prints-a-gigabyte", RUNTIME, {
      event: { by: "console", megabytes: 10 },
      timeoutMs: 20_000,
    });
    expect(outcome.kind).toBe("succeeded");
    expect(between(lines).at(-1)).toMatch(/^LAMBENT_WARNING: \d+ log lines/);
  });

  test("a line longer than an event may be is cut into several", async () => {
    const { lines } = await fixtures.run("prints-a-long-line", RUNTIME, { event: { bytes: 600_000 } });
    const raw = between(lines).filter((line) => /^y+$/.test(line));
    expect(raw.map((line) => line.length)).toEqual([262_144, 262_144, 75_712]);
    const told = between(lines).find((line) => line.includes("zzz"));
    expect(told).toHaveLength(262_144);
  });
});

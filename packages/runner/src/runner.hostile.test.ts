import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Fixtures } from "./testing/fixture-functions.ts";

const RUNTIME = "nodejs22.x";

let fixtures: Fixtures;
const unhandled: unknown[] = [];
const remember = (reason: unknown) => unhandled.push(reason);
beforeAll(async () => {
  fixtures = await Fixtures.open();
});
afterAll(() => fixtures.close());
beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", remember);
});
afterEach(() => {
  process.off("unhandledRejection", remember);
  expect(unhandled).toEqual([]);
});

const between = (lines: readonly string[]): string[] =>
  lines.slice(lines.findIndex((line) => line.startsWith("START ")) + 1, -2);

describe("garbage on the control channel", () => {
  test.each([
    ["huge", /a frame of 4294967295 bytes was announced on file descriptor 3/],
    ["unknownType", /a frame of unknown type 127/],
    ["text", /a frame of \d+ bytes was announced on file descriptor 3/],
    ["zeros", /a frame of unknown type 0/],
    ["otherId", /an answer \(response\) came that isn't of this invocation/],
  ])("%s ends the environment, and the host goes on", async (kind, why) => {
    const { outcome, json, lines, requestId } = await fixtures.run(
      "garbage-on-fd3",
      RUNTIME,
      { event: { kind } },
      kind,
    );
    expect(outcome).toMatchObject({ kind: "exited", signal: "SIGKILL" });
    expect(json).toEqual({
      errorType: "Runtime.ExitError",
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
    });
    expect(between(lines)[0]).toMatch(why);
    expect(between(lines)[0]).toMatch(/^LAMBENT_ERROR: The environment was ended: /);
    const next = await fixtures.run("echoes", RUNTIME, { event: 1 });
    expect(next.json).toBe(1);
  });

  test("half a frame is waited for until the function's timeout", async () => {
    const { outcome } = await fixtures.run("garbage-on-fd3", RUNTIME, { event: { kind: "half" }, timeoutMs: 500 });
    expect(outcome.kind).toBe("timedOut");
  });

  test("half a frame before an exit is told as the exit", async () => {
    const event = { kind: "half", thenExit: true };
    const { outcome } = await fixtures.run("garbage-on-fd3", RUNTIME, { event });
    expect(outcome).toMatchObject({ kind: "exited", exitCode: 7 });
  });

  test("an answer given twice counts once, and ends the environment", async () => {
    const { outcome, payload } = await fixtures.run("answers-twice", RUNTIME, {}, "kept");
    expect(outcome.kind).toBe("succeeded");
    expect(payload).toBe('"forged"');
    const states = () =>
      fixtures.runner.status().environments.flatMap((one) => (one.functionName === "answers-twice" ? [one.state] : []));
    await expect.poll(() => states().filter((state) => state !== "reset")).toEqual([]);
  });
});

test("garbage on the log channel shows as plain text and changes nothing else", async () => {
  const { outcome, payload, lines } = await fixtures.run("garbage-on-fd4", RUNTIME);
  expect(outcome.kind).toBe("succeeded");
  expect(payload).toBe('"fine"');
  expect(between(lines)).toEqual(expect.arrayContaining([expect.stringMatching(/before$/), "this is no frame"]));
});

describe("closed descriptors", () => {
  test("a function without its control channel is ended", async () => {
    const { outcome } = await fixtures.run("closes-descriptors", RUNTIME, { event: { descriptors: [3] } });
    expect(outcome.kind).toBe("exited");
  });

  test("a function without its log channel and output still answers", async () => {
    const { outcome } = await fixtures.run("closes-descriptors", RUNTIME, { event: { descriptors: [1, 2, 4] } });
    expect(outcome).toMatchObject({ kind: "succeeded" });
  });
});

describe("ends", () => {
  test.each([
    [0, "Runtime exited without providing a reason"],
    [1, "Runtime exited with error: exit status 1"],
    [128, "Runtime exited with error: exit status 128"],
    [129, "Runtime exited with error: exit status 129"],
  ])("process.exit(%i)", async (code, sentence) => {
    const { outcome, json, lines, requestId } = await fixtures.run("exits-halfway", RUNTIME, { event: { code } });
    expect(outcome).toMatchObject({ kind: "exited", exitCode: code, signal: null });
    expect(json).toEqual({
      errorType: "Runtime.ExitError",
      errorMessage: `RequestId: ${requestId} Error: ${sentence}`,
    });
    expect(between(lines)).toEqual([
      expect.stringMatching(/about to exit$/),
      `RequestId: ${requestId} Error: ${sentence}\nRuntime.ExitError`,
    ]);
    expect(lines.at(-1)).toMatch(/\tStatus: error\tError Type: Runtime\.ExitError$/);
  });

  test.each([
    ["SIGKILL", "signal: killed"],
    ["SIGSEGV", "signal: segmentation fault"],
    ["SIGABRT", "signal: aborted"],
  ])("%s", async (signal, words) => {
    const { outcome, json } = await fixtures.run("kills-itself", RUNTIME, { event: { signal } });
    expect(outcome).toMatchObject({ kind: "exited", exitCode: null, signal });
    expect((json as { errorMessage: string }).errorMessage).toMatch(new RegExp(`Runtime exited with error: ${words}$`));
  });

  test("an exit while loading is tried once more and told", async () => {
    const { outcome, lines, requestId } = await fixtures.run("exits-while-loading", RUNTIME);
    expect(outcome).toMatchObject({ kind: "exited", exitCode: 3 });
    expect(lines.slice(1).map((line) => line.replace(/[\d.]+ ms/, "N ms"))).toEqual([
      "INIT_REPORT Init Duration: N ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError",
      "INIT_REPORT Init Duration: N ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError",
      `START RequestId: ${requestId} Version: $LATEST`,
      `RequestId: ${requestId} Error: Runtime exited with error: exit status 3\nRuntime.ExitError`,
      `END RequestId: ${requestId}`,
      expect.stringMatching(/\tStatus: error\tError Type: Runtime\.ExitError$/),
    ]);
  });

  test("killing every process in sight ends the function alone", async () => {
    const { outcome } = await fixtures.run("kills-bootstrap", RUNTIME);
    expect(outcome).toMatchObject({ kind: "exited" });
    expect((await fixtures.run("echoes", RUNTIME, { event: 2 })).json).toBe(2);
  });
});

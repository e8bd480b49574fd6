import { existsSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { testedDrivers } from "./sandbox/tested-drivers.ts";
import { type FixtureOptions, Fixtures } from "./testing/fixture-functions.ts";
import { layeredDriver } from "./testing/layered-driver.ts";

const RUNTIME = "provided.al2023";
const LIMIT_BYTES = 6_291_556;
/** The programs of the sandboxes are copies of this host's. */
const hasCurl = existsSync("/usr/bin/curl") || existsSync("/bin/curl");

describe.each(testedDrivers)("custom runtimes in sandboxes of $name", ({ name: driver }) => {
  let fixtures: Fixtures;
  beforeAll(async () => {
    fixtures = await Fixtures.open(driver);
  });
  afterAll(() => fixtures.close());

  describe.runIf(hasCurl)("in shell", () => {
    const run = (handler: string, options: FixtureOptions = {}, keep?: string) =>
      fixtures.run("shell", RUNTIME, { handler: `functions.${handler}`, ...options }, keep);

    test("the starter code answers at once", async () => {
      const { json, lines } = await fixtures.run("starter", RUNTIME, { event: { key: "value" } });
      expect(json).toEqual({ statusCode: 200, body: '"Hello from Lambda!"' });
      expect(lines).toContain('Event: {"key":"value"}');
    });

    test("log lines stand as on AWS, the last one without a line break too", async () => {
      const { lines, requestId } = await run("logs");
      expect(lines[0]).toMatch(/^INIT_START Runtime Version: provided:glibc \S+\tRuntime Version ARN: /);
      expect(lines.slice(1, 5)).toEqual([
        `START RequestId: ${requestId} Version: $LATEST`,
        "out1",
        "no line break",
        `END RequestId: ${requestId}`,
      ]);
      expect(lines[5]).toMatch(/^REPORT .*\tInit Duration: /);
    });

    test("one environment serves several events and keeps /tmp", async () => {
      for (const count of [1, 2, 3]) expect((await run("counts", {}, "kept")).json).toBe(count);
    });

    test("it has AWS's environment, nothing of the launcher, and signals as they are by default", async () => {
      const { json, lines } = await run("tells_environment", { environmentVariables: { MINE: "1", LD_PRELOAD: "" } });
      expect(json).toMatchObject({ ignored: "0000000000000000", cwd: "/var/task", node: "" });
      // What is left is bash's own pipe to the handler.
      expect((json as { files: string }).files).not.toContain("socket:");
      const names = lines.filter((line) => /^\w+=/.test(line)).map((line) => line.split("=")[0]);
      expect(lines).toContain("AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001");
      expect(lines).toContain("MINE=1");
      for (const absent of ["AWS_EXECUTION_ENV", "NODE_PATH", "LAMBENT_LISTEN", "NODE_CHANNEL_FD"]) {
        expect(names).not.toContain(absent);
      }
    });

    test("an error that the runtime posts reaches the caller as it is", async () => {
      const { outcome, payload, lines } = await run("fails");
      expect(outcome).toMatchObject({ kind: "functionError", errorType: "HandlerFailed" });
      expect(JSON.parse(payload).errorMessage).toBe("The handler ended with an error.");
      expect(lines).toContain("about to fail");
    });

    test("a runtime that dies is told with its signal, and the next event gets another one", async () => {
      const { outcome, json, requestId } = await run("dies_if_told", { event: "die" }, "dies");
      expect(outcome).toMatchObject({ kind: "exited", signal: "SIGKILL" });
      expect(json).toEqual({
        errorType: "Runtime.ExitError",
        errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
      });
      expect((await run("dies_if_told", { event: 1 }, "dies")).json).toBe(1);
    });

    test("one that answers and ends instead of asking for the next event has failed, as on AWS", async () => {
      const { json, requestId } = await fixtures.run("ends-after-answer", RUNTIME);
      expect(json).toEqual({
        errorType: "Runtime.ExitError",
        errorMessage: `RequestId: ${requestId} Error: Runtime exited without providing a reason`,
      });
    });

    test("past its timeout it is ended, and its log is kept", async () => {
      const { outcome, lines } = await run("sleeps", { timeoutMs: 1000 });
      expect(outcome).toMatchObject({ kind: "timedOut", limitMs: 1000 });
      expect(lines).toContain("going to sleep");
    });

    test("the largest response comes whole, a larger one is an error", async () => {
      const largest = await run("large", { timeoutMs: 20_000, memoryMb: 1024 });
      expect(largest.outcome.kind).toBe("succeeded");
      expect(largest.payload).toHaveLength(LIMIT_BYTES);
      const { outcome, payload } = await run("too_large", { timeoutMs: 20_000, memoryMb: 1024 });
      expect(outcome.kind).toBe("responseTooLarge");
      expect(JSON.parse(payload).errorType).toBe("Function.ResponseSizeTooLarge");
    });

    test("an init error is the answer, after AWS's second try", async () => {
      const { outcome, json, lines } = await fixtures.run("init-error", RUNTIME);
      expect(outcome).toMatchObject({ kind: "initFailed", errorType: "Runtime.NoConfig" });
      expect(json).toEqual({ errorType: "Runtime.NoConfig", errorMessage: "there is no configuration" });
      expect(lines.filter((line) => line === "loading")).toHaveLength(2);
      expect(lines.filter((line) => line.startsWith("INIT_REPORT "))).toHaveLength(2);
    });

    test("what isn't offered is said to who asks", async () => {
      const { lines } = await fixtures.run("asks-for-extensions", RUNTIME);
      expect(lines.find((line) => line.includes("Extension.NotSupported"))).toMatch(/ 403$/);
    });
  });

  test("a launcher that waits as a spare becomes the program of the function that it is given", async () => {
    const pooled = await Fixtures.open(driver, { spares: "standing" });
    onTestFinished(() => pooled.close());
    const isReady = () => pooled.runner.status().spares.some((spare) => spare.isReady && spare.runtime === RUNTIME);
    while (!isReady()) await new Promise((resolve) => setTimeout(resolve, 5));
    const { json, lines, requestId } = await pooled.run("exits-while-loading", RUNTIME);
    expect(json).toMatchObject({
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: exit status 3`,
    });
    expect(lines).toContain("loading");
    if (hasCurl) {
      while (!isReady()) await new Promise((resolve) => setTimeout(resolve, 5));
      expect((await pooled.run("starter", RUNTIME)).json).toMatchObject({ statusCode: 200 });
    }
  });

  test("a runtime that ends while it loads is told with its exit status", async () => {
    const { json, lines, requestId } = await fixtures.run("exits-while-loading", RUNTIME);
    expect(json).toEqual({
      errorType: "Runtime.ExitError",
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: exit status 3`,
    });
    expect(lines).toContain("loading");
  });

  for (const [name, sentence] of [
    ["empty", "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"],
    ["not-executable", "fork/exec /var/task/bootstrap: permission denied"],
    ["no-format", "fork/exec /var/task/bootstrap: exec format error"],
    ["missing-interpreter", "fork/exec /var/task/bootstrap: no such file or directory"],
  ] as const) {
    test(`${name}: ${sentence}`, async () => {
      const { outcome, json, lines, requestId } = await fixtures.run(name, RUNTIME);
      expect(outcome).toMatchObject({ kind: "initFailed", errorType: "Runtime.InvalidEntrypoint" });
      const errorMessage = `RequestId: ${requestId} Error: ${sentence}`;
      expect(json).toEqual({ errorType: "Runtime.InvalidEntrypoint", errorMessage });
      expect(lines).toContain(`${errorMessage}\nRuntime.InvalidEntrypoint`);
    });
  }
});

test("a layer's bootstrap is started where the function has none", async () => {
  const { driver, layersDirectory } = await layeredDriver({ bootstrap: "#!/bin/sh\necho from the layer\nexit 5\n" });
  await chmod(join(layersDirectory, "opt/bootstrap"), 0o755);
  const layered = await Fixtures.open("bwrap", { driver });
  const { lines } = await layered.run("empty", RUNTIME);
  expect(lines).toContain("from the layer");
  await layered.close();
  await rm(layersDirectory, { recursive: true, force: true });
});

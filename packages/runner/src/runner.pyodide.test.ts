import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pythonContract } from "./runner.python.contract.ts";
import { Fixtures } from "./testing/fixture-functions.ts";

/** What Linux calls a processor, by the architecture of a function. */
const MACHINES = [
  ["x86_64", "x86_64"],
  ["arm64", "aarch64"],
] as const;
const OTHER_ARCHITECTURE = process.arch === "arm64" ? "x86_64" : "arm64";

describe("functions for another architecture than the host's", () => {
  let fixtures: Fixtures;
  beforeAll(async () => {
    fixtures = await Fixtures.open();
  });
  afterAll(() => fixtures.close());
  const other = { architecture: OTHER_ARCHITECTURE } as const;

  test("are offered Python 3.12, with what to know about it", () => {
    const { runtimes } = fixtures.runner.status();
    expect(
      runtimes.find(({ runtime, architecture }) => runtime === "python3.12" && architecture === OTHER_ARCHITECTURE),
    ).toMatchObject({
      available: true,
      version: "3.12.7",
      note: expect.stringMatching(
        /^Runs in Pyodide .* (On (x86_64|arm64) machines with|Where) CPython 3\.12(,| is) .*\.$/,
      ),
    });
  });

  test("run in Pyodide on the host's own processor, also where functions of the host's have a CPython", async () => {
    const { payload, report } = await fixtures.run("echoes", "python3.12", { ...other, event: { text: "é✓" } }, "kept");
    expect(payload).toBe('{"text": "é✓"}');
    expect(report.coldStart).toBe(true);
    const warm = await fixtures.run("echoes", "python3.12", { ...other, event: [1] }, "kept");
    expect([warm.payload, warm.report.coldStart]).toEqual(["[1]", false]);
  });

  test("are refused other versions of Python, whose reason no emulator would change", async () => {
    const { outcome } = await fixtures.run("echoes", "python3.13", other);
    expect(outcome).toMatchObject({
      kind: "sandboxFault",
      message: expect.stringMatching(
        /only 3\.12 runs for (x86_64|arm64) on .* Choose Python 3\.12, or the architecture (x86_64|arm64)\.$/,
      ),
    });
  });
});

pythonContract({ runtime: "python3.12", isPyodide: true }, (run, fixtures) => {
  test("says what it is", () => {
    const found = fixtures()
      .runner.status()
      .runtimes.find(({ runtime, available }) => runtime === "python3.12" && available);
    expect(found).toMatchObject({ version: "3.12.7" });
    expect(found?.note).toContain("Pyodide");
  });

  test("runs where the machine can't isolate, too, in Lambda's own folders", async () => {
    const plain = await Fixtures.open("unsafe-process", { python: "pyodide" });
    const told = (await plain.run("tells-environment", "python3.12")).json;
    const failed = (await plain.run("throws-error", "python3.12")).json;
    await plain.close();
    expect(told).toMatchObject({ cwd: "/var/task", env: { LAMBDA_TASK_ROOT: "/var/task" } });
    expect(failed).toMatchObject({ stackTrace: [expect.stringContaining('"/var/task/lambda_function.py", line 2')] });
  });

  test.each(MACHINES)(
    "a function for %s finds itself on a machine that calls itself %s",
    async (architecture, machine) => {
      const { json } = await run("tells-machine", { architecture });
      expect(json).toEqual({ uname: machine, platform: machine });
    },
  );

  test("serves from spares, of which few wait: each is large", async () => {
    const spares = () =>
      fixtures()
        .runner.status()
        .spares.filter(({ runtime, architecture }) => runtime === "python3.12" && architecture !== OTHER_ARCHITECTURE);
    await Promise.all(Array.from({ length: 4 }, () => run("echoes")));
    await expect.poll(() => spares().filter(({ isReady }) => isReady).length, { timeout: 25_000 }).toBe(2);
    expect(spares()).toHaveLength(2);
    const { json } = await run("files");
    expect(json).toMatchObject({ files: ["data", "lambda_function.py"], relative: "good morning\n" });
  });

  test("a module that it lacks is told with the way to get it", async () => {
    const { outcome, json } = await run("standard-library");
    expect(outcome).toMatchObject({ kind: "initFailed", errorType: "Runtime.ImportModuleError" });
    expect(json).toMatchObject({
      errorMessage:
        "Unable to import module 'lambda_function': No module named 'lzma': Pyodide, which runs Python here, has none; CPython on this machine would bring it",
    });
  });

  test.each([
    ["child-process", "OSError", "emscripten does not support processes"],
    ["starts-threads", "RuntimeError", "can't start new thread"],
    ["connects", "OSError", "Pyodide, which runs Python here, has no network"],
  ])("%s is refused as an error of the function's", async (name, errorType, message) => {
    const { outcome, json } = await run(name);
    expect(outcome).toMatchObject({ kind: "functionError", errorType });
    expect((json as { errorMessage: string }).errorMessage).toContain(message);
  });
});

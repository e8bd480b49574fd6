import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FixtureOptions, Fixtures } from "./testing/fixture-functions.ts";

const SOURCE = fileURLToPath(new URL("../fixtures/provided/static-program/runtime.c", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "lambent-program-"));
chmodSync(directory, 0o755);
const compiler = spawnSync("cc", ["-D_GNU_SOURCE", "-static", "-O1", "-o", join(directory, "bootstrap"), SOURCE], {
  encoding: "utf8",
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.runIf(compiler.status === 0)(
  "a statically linked program as custom runtime (needs cc and a static libc)",
  () => {
    let fixtures: Fixtures;
    beforeAll(async () => {
      fixtures = await Fixtures.open();
    });
    afterAll(() => fixtures.close());

    const run = (event: unknown, options: FixtureOptions = {}, keep?: string) =>
      fixtures.run("static-program", "provided.al2023", { event, codeDirectory: directory, ...options }, keep);

    test("serves one event after the other over the same connection, in memory of its own", async () => {
      for (const count of [1, 2, 3]) {
        const { json, lines, report } = await run({ count }, {}, "kept");
        expect(json).toEqual({ count });
        expect(lines).toContain(`event ${count}`);
        // The launcher, a Node.js, held ten times as much before it became this program.
        expect(report.maxMemoryUsedMb).toBeLessThan(16);
      }
    });

    test("keeps its connection while the environment is frozen", async () => {
      await run(1, {}, "frozen");
      const state = () => fixtures.runner.status().environments.map((environment) => environment.state);
      while (!state().includes("frozen")) await new Promise((resolve) => setTimeout(resolve, 50));
      const { json, lines } = await run(2, {}, "frozen");
      expect(json).toBe(2);
      expect(lines).toContain("event 2");
    });

    test("an error that it posts reaches the caller, and it goes on", async () => {
      expect((await run("fail", {}, "fails")).json).toEqual({ errorType: "Failed", errorMessage: "as asked" });
      expect((await run(5, {}, "fails")).lines).toContain("event 2");
    });

    test("the largest response comes whole; a larger one is refused, told to the caller, and survived", async () => {
      expect((await run("large", { timeoutMs: 20_000 }, "large")).payload).toHaveLength(6_291_556);
      const { outcome, payload } = await run("too large", {}, "large");
      expect(outcome.kind).toBe("responseTooLarge");
      expect(JSON.parse(payload).errorType).toBe("Function.ResponseSizeTooLarge");
      expect((await run(3, {}, "large")).lines).toContain("event 3");
    });

    test.each([
      ["exit", "Runtime exited with error: exit status 7"],
      ["crash", "Runtime exited with error: signal: aborted"],
    ])("%s: %s", async (event, sentence) => {
      const { json, requestId, lines } = await run(event);
      expect(json).toEqual({
        errorType: "Runtime.ExitError",
        errorMessage: `RequestId: ${requestId} Error: ${sentence}`,
      });
      expect(lines).toContain("event 1");
    });

    test("past its timeout it is ended", async () => {
      expect((await run("sleep", { timeoutMs: 1000 })).outcome.kind).toBe("timedOut");
    });

    test("an init error is the answer", async () => {
      const { outcome } = await run(1, { environmentVariables: { FAILS_TO_LOAD: "1" } });
      expect(outcome).toMatchObject({ kind: "initFailed", errorType: "Runtime.NotLoaded" });
    });
  },
);

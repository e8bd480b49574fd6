import { describe, expect, test } from "vitest";
import { describeExit, runtimeExitOf } from "./exit-description.ts";

const exit = (exitCode: number | null, signal: NodeJS.Signals | null = null) =>
  runtimeExitOf({ exitCode, signal, oomKilled: false });

describe("runtimeExitOf", () => {
  test.each([
    [exit(0), { exitCode: 0, signal: null }],
    [exit(1), { exitCode: 1, signal: null }],
    [exit(137), { exitCode: null, signal: "SIGKILL" }],
    [exit(null, "SIGSEGV"), { exitCode: null, signal: "SIGSEGV" }],
    // AWS's runtime exits with 128 and 129 itself; a launcher may have read the latter as a hang-up.
    [exit(128), { exitCode: 128, signal: null }],
    [exit(129), { exitCode: 129, signal: null }],
    [exit(null, "SIGHUP"), { exitCode: 129, signal: null }],
  ])("%j", (found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe("describeExit", () => {
  test.each([
    [{ exitCode: 0, signal: null }, "Runtime exited without providing a reason"],
    [{ exitCode: 1, signal: null }, "Runtime exited with error: exit status 1"],
    [{ exitCode: null, signal: "SIGKILL" }, "Runtime exited with error: signal: killed"],
    [{ exitCode: null, signal: "SIGABRT" }, "Runtime exited with error: signal: aborted"],
  ])("%j", (found, sentence) => {
    expect(describeExit(found, "nodejs22.x")).toEqual({ errorType: "Runtime.ExitError", sentence });
  });

  test("exit code 13 means an unsettled promise for Node.js alone", () => {
    expect(describeExit({ exitCode: 13, signal: null }, "nodejs22.x").errorType).toBe("Runtime.NodeJsExit");
    expect(describeExit({ exitCode: 13, signal: null }, "python3.12").errorType).toBe("Runtime.ExitError");
  });
});

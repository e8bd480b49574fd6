import { describe, expect, test } from "vitest";
import { fixtureSpec } from "../testing/fixture-functions.ts";
import { bootRecipe } from "./boot-recipe.ts";
import { interpreterCommand } from "./interpreter-command.ts";
import { processEnvironment, startEnvironment } from "./process-environment.ts";

describe("processEnvironment", () => {
  test("user variables win over defaults, and lose against reserved ones", () => {
    const environmentVariables = { PATH: "/my/bin", AWS_LAMBDA_FUNCTION_NAME: "forged", MINE: "1" };
    const environment = processEnvironment(
      fixtureSpec("f", "nodejs20.x", { environmentVariables }),
      "stream",
      "on-demand",
    );
    expect(environment).toMatchObject({ PATH: "/my/bin", AWS_LAMBDA_FUNCTION_NAME: "f", MINE: "1" });
    expect(environment.AWS_LAMBDA_LOG_STREAM_NAME).toBe("stream");
  });

  test("holds no credentials and no address that doesn't exist", () => {
    const environment = processEnvironment(fixtureSpec("f", "python3.12"), "stream", "on-demand");
    expect(Object.keys(environment).filter((name) => /ACCESS_KEY|SECRET|TOKEN|RUNTIME_API/.test(name))).toEqual([]);
  });

  test("only what the interpreter reads at its start appears on the launcher's command line", () => {
    const environmentVariables = { SECRET: "s3cr3t", NODE_OPTIONS: "--enable-source-maps" };
    const atStart = startEnvironment({ runtime: "nodejs20.x", environmentVariables });
    expect(atStart).toMatchObject({ NODE_OPTIONS: "--enable-source-maps" });
    expect(JSON.stringify(atStart)).not.toContain("s3cr3t");
  });

  test("no variable of a function's reaches the Node.js that runs Pyodide", () => {
    const environmentVariables = { NODE_OPTIONS: "--require=/var/task/mine.js", LD_PRELOAD: "mine.so" };
    const settings = fixtureSpec("f", "python3.12", { environmentVariables });
    const built = { architecture: "x86_64", langDirectory: "", runtimeDirectory: "" } as const;
    const atStart = (interpreter: "cpython" | "pyodide") =>
      bootRecipe({ id: "python3.12", version: "3.12.7", ...built, interpreter }, settings).start.interpreterEnvironment;
    expect(atStart("pyodide")).toMatchObject({ LC_CTYPE: "C.UTF-8" });
    expect(atStart("pyodide")).not.toHaveProperty("NODE_OPTIONS");
    expect(atStart("pyodide")).not.toHaveProperty("LD_PRELOAD");
    expect(atStart("cpython")).toMatchObject({ LD_PRELOAD: "mine.so" });
  });
});

describe("interpreterCommand", () => {
  test.each([
    [128, ["--max-semi-space-size=6", "--max-old-space-size=116"]],
    [1769, ["--max-semi-space-size=88", "--max-old-space-size=1593"]],
    [10240, ["--max-semi-space-size=512", "--max-old-space-size=9216"]],
  ])("sizes V8's heap for %i MB", (memoryMb, flags) => {
    expect(interpreterCommand(fixtureSpec("f", "nodejs20.x", { memoryMb }), "node")).toEqual(
      expect.arrayContaining(flags),
    );
  });

  test("leaves the heap to a user who sizes it", () => {
    const environmentVariables = { NODE_OPTIONS: "--max-old-space-size=50" };
    const command = interpreterCommand(fixtureSpec("f", "nodejs20.x", { environmentVariables }), "node");
    expect(command.join(" ")).not.toContain("space-size");
  });
});

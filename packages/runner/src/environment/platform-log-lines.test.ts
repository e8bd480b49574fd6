import { describe, expect, test } from "vitest";
import {
  endLine,
  exitLine,
  initReportLine,
  initStartLine,
  reportLine,
  startLine,
  telemetryErrorType,
  timedOutLine,
} from "./platform-log-lines.ts";

const FIGURES = { durationMs: 3.01, billedDurationMs: 4, memoryMb: 128, maxMemoryUsedMb: 36 };

describe("platform log lines", () => {
  test("stand as AWS writes them", () => {
    expect(initStartLine("nodejs22.x", "22.23.3", "eu-west-1")).toMatch(
      /^INIT_START Runtime Version: nodejs:22\.23\.3\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:[0-9a-f]{64}$/,
    );
    expect(initStartLine("python3.12", "3.12.1", "eu-west-1")).toContain("Runtime Version: python:3.12.1\t");
    expect(startLine("id", "$LATEST")).toBe("START RequestId: id Version: $LATEST");
    expect(endLine("id")).toBe("END RequestId: id");
    expect(reportLine("id", FIGURES, { kind: "success" })).toBe(
      "REPORT RequestId: id\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t",
    );
    expect(reportLine("id", { ...FIGURES, initDurationMs: 110.1 }, { kind: "success" })).toBe(
      "REPORT RequestId: id\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t",
    );
    expect(reportLine("id", FIGURES, { kind: "timeout" })).toMatch(/\tMax Memory Used: 36 MB\tStatus: timeout$/);
    expect(reportLine("id", FIGURES, { kind: "error", errorType: "Runtime.ExitError" })).toMatch(
      /\tStatus: error\tError Type: Runtime\.ExitError$/,
    );
    expect(timedOutLine(Date.UTC(2025, 0, 31, 12, 34, 56, 789), "id", 3000)).toBe(
      "2025-01-31T12:34:56.789Z id Task timed out after 3.00 seconds\n",
    );
    expect(exitLine("id", "Runtime.ExitError", "Runtime exited with error: exit status 1")).toBe(
      "RequestId: id Error: Runtime exited with error: exit status 1\nRuntime.ExitError",
    );
    expect(initReportLine(1236.04, "init", { kind: "timeout" })).toBe(
      "INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: timeout",
    );
    expect(initReportLine(1236.04, "invoke", { kind: "error", errorType: "TypeError" })).toBe(
      "INIT_REPORT Init Duration: 1236.04 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.Unknown",
    );
  });

  test.each([
    ["Runtime.ImportModuleError", "Runtime.ImportModuleError"],
    ["Function.ResponseSizeTooLarge", "Function.ResponseSizeTooLarge"],
    ["TypeError", "Runtime.Unknown"],
    ["Runtime.x\tStatus: forged", "Runtime.Unknown"],
    ["", "Runtime.Unknown"],
  ])("name the error type %j as %s", (errorType, told) => {
    expect(telemetryErrorType(errorType)).toBe(told);
  });
});

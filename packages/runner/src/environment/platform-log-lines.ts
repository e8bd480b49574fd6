import { createHash } from "node:crypto";
import { seconds } from "./error-payloads.ts";

/** System lines as AWS writes them, without their last line break. @see spec: lambda §8.2 */

const ms = (milliseconds: number): string => `${milliseconds.toFixed(2)} ms`;

/** Types that AWS names in its own lines; every other one is told as Runtime.Unknown. @see spec: lambda §4.2 */
const TELEMETRY_ERROR_TYPE = /^(Runtime|Function|Sandbox)\.[A-Z][a-zA-Z]+$/;

export const telemetryErrorType = (errorType: string): string =>
  TELEMETRY_ERROR_TYPE.test(errorType) ? errorType : "Runtime.Unknown";

/** AWS's runtime versions are counters of its own (`nodejs:22.v48`); here it is the interpreter's version. */
export function initStartLine(runtime: string, interpreterVersion: string, region: string): string {
  const name = runtime.startsWith("provided.") ? "provided" : runtime.replace(/[\d.]+x?$/, "");
  const version = `${name}:${interpreterVersion}`;
  const hash = createHash("sha256").update(version).digest("hex");
  return `INIT_START Runtime Version: ${version}\tRuntime Version ARN: arn:aws:lambda:${region}::runtime:${hash}`;
}

export type PlatformStatus = { kind: "success" } | { kind: "timeout" } | { kind: "error"; errorType: string };

export function initReportLine(durationMs: number, phase: "init" | "invoke", status: PlatformStatus): string {
  return `INIT_REPORT Init Duration: ${ms(durationMs)}\tPhase: ${phase}\t${statusText(status)}`;
}

export const startLine = (requestId: string, version: string): string =>
  `START RequestId: ${requestId} Version: ${version}`;

export const endLine = (requestId: string): string => `END RequestId: ${requestId}`;

export interface ReportFigures {
  durationMs: number;
  billedDurationMs: number;
  memoryMb: number;
  maxMemoryUsedMb: number;
  initDurationMs?: number;
}

export function reportLine(requestId: string, figures: ReportFigures, status: PlatformStatus): string {
  const init = figures.initDurationMs === undefined ? "" : `Init Duration: ${ms(figures.initDurationMs)}\t`;
  return (
    `REPORT RequestId: ${requestId}\tDuration: ${ms(figures.durationMs)}\tBilled Duration: ${figures.billedDurationMs} ms\t` +
    `Memory Size: ${figures.memoryMb} MB\tMax Memory Used: ${figures.maxMemoryUsedMb} MB\t${init}${statusText(status)}`
  );
}

/** AWS ends this event with an empty line. */
export const timedOutLine = (nowMs: number, requestId: string, limitMs: number): string =>
  `${new Date(nowMs).toISOString()} ${requestId} Task timed out after ${seconds(limitMs)} seconds\n`;

export const exitLine = (requestId: string, errorType: string, sentence: string): string =>
  `RequestId: ${requestId} Error: ${sentence}\n${errorType}`;

function statusText(status: PlatformStatus): string {
  switch (status.kind) {
    case "success":
      return "";
    case "timeout":
      return "Status: timeout";
    case "error":
      return `Status: error\tError Type: ${telemetryErrorType(status.errorType)}`;
  }
}

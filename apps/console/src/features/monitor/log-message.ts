import { formatJson } from "../test/json-text.ts";

export type LogLevel = "error" | "warning" | "platform" | "normal";

/** What a line is, by the formats that the runtimes and the platform write. */
export function logLevel(message: string): LogLevel {
  if (/^(START|END|REPORT|INIT_START|INIT_REPORT) /.test(message)) return "platform";
  if (/\tERROR\t|\tFATAL\t|^\[ERROR\]|^\[CRITICAL\]|Task timed out after|^RequestId: \S+ Error:/.test(message))
    return "error";
  if (/\tWARN\t|^\[WARNING\]/.test(message)) return "warning";
  return "normal";
}

/** The JSON that a line consists of or ends with, indented; null when there is none worth opening. */
export function jsonOfMessage(message: string): string | null {
  const start = message.search(/[{[]/);
  if (start < 0) return null;
  const before = message.slice(0, start);
  // "… INFO\t{…}" and a bare object count; a bracket in the middle of a sentence doesn't.
  if (before !== "" && !/[\t]$/.test(before)) return null;
  const formatted = formatJson(message.slice(start));
  return formatted.ok && formatted.text.includes("\n") ? formatted.text : null;
}

const TIME: Intl.DateTimeFormatOptions = {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hour12: false,
};
const timeOfDay = new Intl.DateTimeFormat("en-GB", TIME);
const dayAndTime = new Intl.DateTimeFormat("en-GB", { day: "2-digit", month: "short", ...TIME });

/** Local time with milliseconds; with the day when it isn't today's. */
export function logTime(timestampMs: number, nowMs = Date.now()): string {
  const sameDay = new Date(timestampMs).toDateString() === new Date(nowMs).toDateString();
  return (sameDay ? timeOfDay : dayAndTime).format(timestampMs);
}

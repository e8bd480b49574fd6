import type { InvocationRecord, OutcomeKind } from "@lambent/model";
import type { InStatement } from "@libsql/client";
import { groupBy } from "../ingest/group-by.ts";
import { type ConcurrencyPeak, MINUTE_MS } from "./concurrency-gauge.ts";
import type { MinuteThrottles } from "./throttle-counter.ts";

/**
 * What an outcome counts as. AWS: Invocations are runs of the code, failed ones included; a request that was throttled
 * (counted apart, see {@link throttleStatements}) or that the service itself failed is none.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
const COUNTS_AS: Record<OutcomeKind, "success" | "error" | "nothing"> = {
  succeeded: "success",
  functionError: "error",
  initFailed: "error",
  timedOut: "error",
  outOfMemory: "error",
  exited: "error",
  responseTooLarge: "error",
  throttled: "nothing",
  sandboxFault: "nothing",
};

/** Adds the records to the minutes that they started in. */
export function metricStatements(records: readonly InvocationRecord[]): InStatement[] {
  const counted = records.filter(({ outcome }) => COUNTS_AS[outcome] !== "nothing");
  const byMinute = groupBy(counted, ({ functionArn, startedMs }) => `${minuteOf(startedMs)} ${functionArn}`);
  return [...byMinute.values()].map(addToMinute);
}

function addToMinute(records: readonly InvocationRecord[]): InStatement {
  const { functionArn, startedMs } = records[0]!;
  const durations = records.map(({ durationMs }) => durationMs);
  return {
    sql: `INSERT INTO metric_minute (function_arn, minute_ms, invocations, errors, duration_sum_ms, duration_min_ms, duration_max_ms)
          VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
            invocations = invocations + excluded.invocations, errors = errors + excluded.errors,
            duration_sum_ms = duration_sum_ms + excluded.duration_sum_ms,
            duration_min_ms = min(ifnull(duration_min_ms, excluded.duration_min_ms), ifnull(excluded.duration_min_ms, duration_min_ms)),
            duration_max_ms = max(ifnull(duration_max_ms, excluded.duration_max_ms), ifnull(excluded.duration_max_ms, duration_max_ms))`,
    args: [
      functionArn,
      minuteOf(startedMs),
      records.length,
      records.filter(({ outcome }) => COUNTS_AS[outcome] === "error").length,
      durations.reduce((sum, duration) => sum + duration, 0),
      Math.min(...durations),
      Math.max(...durations),
    ],
  };
}

/** Adds refused invocations to their minutes. */
export function throttleStatements(throttles: readonly MinuteThrottles[]): InStatement[] {
  return throttles.map(({ functionArn, minuteMs, count }) => ({
    sql: `INSERT INTO metric_minute (function_arn, minute_ms, throttles) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET throttles = throttles + excluded.throttles`,
    args: [functionArn, minuteMs, count],
  }));
}

/** Raises the minutes' peaks; harmless when done twice. */
export function concurrencyStatements(peaks: readonly ConcurrencyPeak[]): InStatement[] {
  return peaks.map(({ functionArn, minuteMs, peak }) => ({
    sql: `INSERT INTO metric_minute (function_arn, minute_ms, concurrent_max) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET concurrent_max = max(concurrent_max, excluded.concurrent_max)`,
    args: [functionArn, minuteMs, peak],
  }));
}

function minuteOf(timeMs: number): number {
  return Math.floor(timeMs / MINUTE_MS) * MINUTE_MS;
}

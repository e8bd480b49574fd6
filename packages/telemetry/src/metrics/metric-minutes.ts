import type { InvocationRecord, OutcomeKind } from "@lambent/model";
import type { InStatement } from "@libsql/client";
import { groupBy } from "../ingest/group-by.ts";
import { type ConcurrencyPeak, MINUTE_MS } from "./concurrency-gauge.ts";
import { COUNTED_EVENTS, type CountedEvent, type MinuteCounts } from "./minute-counter.ts";

/**
 * What an outcome counts as. AWS: Invocations are runs of the code, failed ones included; a request that was throttled
 * (counted apart, see {@link countStatements}) or that the service itself failed is none.
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

const COUNT_COLUMNS: Record<CountedEvent, string> = {
  throttles: "throttles",
  asyncEventsReceived: "async_events_received",
  asyncEventsDropped: "async_events_dropped",
  recursiveInvocationsDropped: "recursive_invocations_dropped",
  destinationDeliveryFailures: "destination_delivery_failures",
  url4xxCount: "url_4xx_count",
  url5xxCount: "url_5xx_count",
};
const SUMS = [
  ...COUNTED_EVENTS.map((event) => COUNT_COLUMNS[event]),
  ...["event_age_count", "event_age_sum_ms", "url_request_count", "url_latency_sum_ms"],
];
const PEAKS = ["event_age_max_ms", "url_latency_max_ms"];
const COLUMNS = [...SUMS, ...PEAKS];
const UPDATES = [
  ...SUMS.map((name) => `${name} = ${name} + excluded.${name}`),
  ...PEAKS.map((name) => `${name} = max(${name}, excluded.${name})`),
];

/** Adds what was counted to its minutes. */
export function countStatements(minutes: readonly MinuteCounts[]): InStatement[] {
  return minutes.map(({ functionArn, minuteMs, counts, eventAge, urlLatency }) => ({
    sql: `INSERT INTO metric_minute (function_arn, minute_ms, ${COLUMNS.join(", ")})
          VALUES (?, ?, ${COLUMNS.map(() => "?").join(", ")})
          ON CONFLICT DO UPDATE SET ${UPDATES.join(", ")}`,
    args: [
      functionArn,
      minuteMs,
      ...COUNTED_EVENTS.map((event) => counts[event]),
      eventAge.count,
      eventAge.sumMs,
      urlLatency.count,
      urlLatency.sumMs,
      eventAge.maxMs,
      urlLatency.maxMs,
    ],
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

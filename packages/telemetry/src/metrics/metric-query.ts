import { InvalidParameterValue, type MetricPoint } from "@lambent/model";
import type { Database, DatabaseRow } from "@lambent/sqlite";

export interface MetricQuery {
  /** Unqualified. */
  functionArn: string;
  /** Epoch ms, rounded down to a whole period. */
  startMs: number;
  /** Epoch ms, exclusive; the period it falls into is included whole. */
  endMs: number;
  /** A multiple of 60. */
  periodSeconds: number;
}

/** As GetMetricData. */
const POINTS_MAX = 100_800;

/**
 * One point for each period in which something was measured, oldest first; as on AWS there is none for the others.
 * Durations are 0 in a point without invocations.
 * @throws InvalidParameterValue for a period that isn't a multiple of 60 s, or a span that is empty or too long.
 */
export async function queryMetrics(database: Database, query: MetricQuery): Promise<MetricPoint[]> {
  const { functionArn, startMs, endMs, periodSeconds } = query;
  if (!Number.isInteger(periodSeconds) || periodSeconds < 60 || periodSeconds % 60 !== 0) {
    throw new InvalidParameterValue(`The period is ${periodSeconds} s; it must be a multiple of 60 s.`);
  }
  if (!(startMs < endMs)) {
    throw new InvalidParameterValue("The parameter StartTime must be less than the parameter EndTime.");
  }
  const periodMs = periodSeconds * 1_000;
  if ((endMs - startMs) / periodMs > POINTS_MAX) {
    throw new InvalidParameterValue(
      `The time range holds more than ${POINTS_MAX} periods of ${periodSeconds} s. Ask for a shorter range or a longer period.`,
    );
  }
  const { rows } = await database.execute({
    sql: `SELECT minute_ms - minute_ms % :periodMs AS start_ms, sum(invocations) AS invocations, sum(errors) AS errors,
            sum(throttles) AS throttles, sum(duration_sum_ms) AS duration_sum_ms, min(duration_min_ms) AS duration_min_ms,
            max(duration_max_ms) AS duration_max_ms, max(concurrent_max) AS concurrent_max,
            sum(async_events_received) AS async_events_received, sum(async_events_dropped) AS async_events_dropped,
            sum(recursive_invocations_dropped) AS recursive_invocations_dropped,
            sum(destination_delivery_failures) AS destination_delivery_failures, sum(event_age_count) AS event_age_count,
            sum(event_age_sum_ms) AS event_age_sum_ms, max(event_age_max_ms) AS event_age_max_ms,
            sum(url_request_count) AS url_request_count, sum(url_4xx_count) AS url_4xx_count,
            sum(url_5xx_count) AS url_5xx_count, sum(url_latency_sum_ms) AS url_latency_sum_ms,
            max(url_latency_max_ms) AS url_latency_max_ms
          FROM metric_minute WHERE function_arn = :functionArn AND minute_ms >= :fromMs AND minute_ms < :toMs
          GROUP BY start_ms ORDER BY start_ms`,
    args: {
      functionArn,
      periodMs,
      fromMs: Math.floor(startMs / periodMs) * periodMs,
      toMs: Math.ceil(endMs / periodMs) * periodMs,
    },
  });
  return rows.map(metricPoint);
}

function metricPoint(row: DatabaseRow): MetricPoint {
  return {
    startMs: Number(row.start_ms),
    invocations: Number(row.invocations),
    errors: Number(row.errors),
    throttles: Number(row.throttles),
    durationMinMs: Number(row.duration_min_ms ?? 0),
    durationAvgMs: average(row.duration_sum_ms, row.invocations),
    durationMaxMs: Number(row.duration_max_ms ?? 0),
    concurrentExecutionsMax: Number(row.concurrent_max),
    asyncEventsReceived: Number(row.async_events_received),
    asyncEventsDropped: Number(row.async_events_dropped),
    asyncEventAgeAvgMs: average(row.event_age_sum_ms, row.event_age_count),
    asyncEventAgeMaxMs: Number(row.event_age_max_ms),
    recursiveInvocationsDropped: Number(row.recursive_invocations_dropped),
    destinationDeliveryFailures: Number(row.destination_delivery_failures),
    urlRequestCount: Number(row.url_request_count),
    url4xxCount: Number(row.url_4xx_count),
    url5xxCount: Number(row.url_5xx_count),
    urlRequestLatencyAvgMs: average(row.url_latency_sum_ms, row.url_request_count),
    urlRequestLatencyMaxMs: Number(row.url_latency_max_ms),
  };
}

/** With two decimals; 0 of none. */
function average(sum: DatabaseRow[string] | undefined, count: DatabaseRow[string] | undefined): number {
  return Number(count) === 0 ? 0 : Math.round((Number(sum) / Number(count)) * 100) / 100;
}

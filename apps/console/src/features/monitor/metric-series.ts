import type { MetricPoint } from "@lambent/model";
import type { TimeSpan } from "./time-range.ts";

export interface Datum {
  x: Date;
  y: number;
}

export interface MetricSeries {
  invocations: Datum[];
  errors: Datum[];
  throttles: Datum[];
  concurrency: Datum[];
  /** Only where something ran: a duration of nothing isn't zero. */
  durationMin: Datum[];
  durationAvg: Datum[];
  durationMax: Datum[];
  successRate: Datum[];
}

export interface MetricTotals {
  invocations: number;
  errors: number;
  throttles: number;
  concurrencyMax: number;
  /** Null when nothing ran. */
  durationAvgMs: number | null;
  successRatePercent: number | null;
}

/** Points as charts draw them: counts have a value in every period, 0 where nothing was recorded. */
export function metricSeries(
  points: readonly MetricPoint[],
  { startMs, endMs, periodSeconds }: TimeSpan,
): MetricSeries {
  const byStart = new Map(points.map((point) => [point.startMs, point]));
  const starts: number[] = [];
  const periodMs = periodSeconds * 1_000;
  for (let at = startMs; at < endMs; at += periodMs) starts.push(at);
  const everywhere = (value: (point: MetricPoint) => number): Datum[] =>
    starts.map((at) => {
      const point = byStart.get(at);
      return { x: new Date(at), y: point === undefined ? 0 : value(point) };
    });
  const ran = (at: number) => (byStart.get(at)?.invocations ?? 0) > 0;
  // A value without a following one is drawn to the end of its period: a line of one point would be invisible.
  const whereRun = (value: (point: MetricPoint) => number): Datum[] =>
    starts.filter(ran).flatMap((at) => {
      const y = value(byStart.get(at)!);
      const next = at + periodMs;
      return ran(next) ? [{ x: new Date(at), y }] : [at, next].map((x) => ({ x: new Date(x), y }));
    });
  return {
    invocations: everywhere(({ invocations }) => invocations),
    errors: everywhere(({ errors }) => errors),
    throttles: everywhere(({ throttles }) => throttles),
    concurrency: everywhere(({ concurrentExecutionsMax }) => concurrentExecutionsMax),
    durationMin: whereRun(({ durationMinMs }) => durationMinMs),
    durationAvg: whereRun(({ durationAvgMs }) => durationAvgMs),
    durationMax: whereRun(({ durationMaxMs }) => durationMaxMs),
    successRate: whereRun(successRate),
  };
}

/** `100 - 100 * errors / max(errors, invocations)`, the console's own formula. */
export function successRate({ errors, invocations }: Pick<MetricPoint, "errors" | "invocations">): number {
  return 100 - (100 * errors) / Math.max(errors, invocations, 1);
}

export function metricTotals(points: readonly MetricPoint[]): MetricTotals {
  const sum = (value: (point: MetricPoint) => number) => points.reduce((total, point) => total + value(point), 0);
  const invocations = sum((point) => point.invocations);
  const errors = sum((point) => point.errors);
  return {
    invocations,
    errors,
    throttles: sum((point) => point.throttles),
    concurrencyMax: Math.max(0, ...points.map((point) => point.concurrentExecutionsMax)),
    durationAvgMs: invocations === 0 ? null : sum((point) => point.durationAvgMs * point.invocations) / invocations,
    successRatePercent: invocations === 0 && errors === 0 ? null : successRate({ errors, invocations }),
  };
}

/** Upper end of a chart's axis: at least `least`, and some room above the highest value. */
export function axisTop(series: readonly Datum[][], least: number): number {
  const highest = Math.max(0, ...series.flat().map(({ y }) => y));
  return highest <= least ? least : highest * 1.1;
}

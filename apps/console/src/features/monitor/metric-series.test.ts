import type { MetricPoint } from "@lambent/model";
import { expect, test } from "vitest";
import { axisTop, metricSeries, metricTotals, successRate } from "./metric-series.ts";

const MINUTE_MS = 60_000;
const span = { startMs: 10 * MINUTE_MS, endMs: 14 * MINUTE_MS, periodSeconds: 60 };
const point = (minute: number, change: Partial<MetricPoint>): MetricPoint => ({
  startMs: minute * MINUTE_MS,
  invocations: 0,
  errors: 0,
  throttles: 0,
  durationMinMs: 0,
  durationAvgMs: 0,
  durationMaxMs: 0,
  concurrentExecutionsMax: 0,
  asyncEventsReceived: 0,
  asyncEventsDropped: 0,
  asyncEventAgeAvgMs: 0,
  asyncEventAgeMaxMs: 0,
  recursiveInvocationsDropped: 0,
  destinationDeliveryFailures: 0,
  urlRequestCount: 0,
  url4xxCount: 0,
  url5xxCount: 0,
  urlRequestLatencyAvgMs: 0,
  urlRequestLatencyMaxMs: 0,
  ...change,
});
const ran = point(11, {
  invocations: 4,
  errors: 1,
  durationMinMs: 1,
  durationAvgMs: 2.5,
  durationMaxMs: 5,
  concurrentExecutionsMax: 2,
});
const throttledOnly = point(12, { throttles: 3 });

test("counts have a value in every period of the span", () => {
  const { invocations, throttles, concurrency } = metricSeries([ran, throttledOnly], span);
  expect(invocations.map(({ x }) => x.getTime() / MINUTE_MS)).toEqual([10, 11, 12, 13]);
  expect(invocations.map(({ y }) => y)).toEqual([0, 4, 0, 0]);
  expect(throttles.map(({ y }) => y)).toEqual([0, 0, 3, 0]);
  expect(concurrency.map(({ y }) => y)).toEqual([0, 2, 0, 0]);
});

test("durations and success rate stand only where something ran, a lone value to the end of its period", () => {
  const series = metricSeries([ran, throttledOnly], span);
  const drawn = [series.durationMin, series.durationAvg, series.durationMax, series.successRate];
  expect(drawn.map((data) => data.map(({ y }) => y))).toEqual([
    [1, 1],
    [2.5, 2.5],
    [5, 5],
    [75, 75],
  ]);
  expect(series.durationMin.map(({ x }) => x.getTime() / MINUTE_MS)).toEqual([11, 12]);
});

test("values of neighbouring periods make one line", () => {
  const { durationAvg } = metricSeries([ran, point(12, { invocations: 1, durationAvgMs: 9 })], span);
  expect(durationAvg.map(({ x, y }) => [x.getTime() / MINUTE_MS, y])).toEqual([
    [11, 2.5],
    [12, 9],
    [13, 9],
  ]);
});

test("points outside the span aren't drawn", () => {
  expect(metricSeries([point(9, { invocations: 7 }), point(14, { invocations: 7 })], span).invocations).toEqual(
    metricSeries([], span).invocations,
  );
});

test("the success rate follows the console's formula", () => {
  expect(successRate({ invocations: 4, errors: 1 })).toBe(75);
  expect(successRate({ invocations: 0, errors: 2 })).toBe(0); // errors of invocations begun in an earlier period
  expect(successRate({ invocations: 3, errors: 0 })).toBe(100);
});

test("totals weigh the average duration by invocations", () => {
  const slow = point(12, { invocations: 1, durationAvgMs: 12.5 });
  expect(metricTotals([ran, slow])).toEqual({
    invocations: 5,
    errors: 1,
    throttles: 0,
    concurrencyMax: 2,
    durationAvgMs: 4.5,
    successRatePercent: 80,
  });
  expect(metricTotals([])).toMatchObject({ durationAvgMs: null, successRatePercent: null, concurrencyMax: 0 });
});

test("an axis leaves room above the highest value and is never flat", () => {
  expect(axisTop([[], []], 1)).toBe(1);
  expect(axisTop([[{ x: new Date(0), y: 10 }]], 1)).toBeCloseTo(11);
});

import { expect, test } from "vitest";
import type { Comparison } from "./measurement.ts";
import { reportRow, reportTable } from "./report.ts";
import { median, quantile } from "./statistics.ts";

test("median and quantiles are those of the sorted samples", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(quantile(hundred, 0.95)).toBe(95);
  expect(quantile(hundred, 1)).toBe(100);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});

const COLD: Comparison = {
  name: "cold start",
  unit: "ms",
  samples: [40, 50, 60],
  referenceName: "node -e 0",
  referenceSamples: [20, 25, 30],
  budget: { of: "ratio", limit: 1.8 },
};

test("a time is within its budget when it is low enough, a rate when it is high enough", () => {
  expect(reportRow(COLD)).toMatchObject({ median: 50, p95: 60, referenceMedian: 25, ratio: 2, withinBudget: false });
  expect(reportRow({ ...COLD, budget: { of: "median", limit: 50 } }).withinBudget).toBe(true);
  const rate: Comparison = { ...COLD, unit: "requests/s", budget: { of: "ratio", limit: 1.2 } };
  expect(reportRow(rate)).toMatchObject({ p95: 40, withinBudget: true });
  expect(reportRow({ ...COLD, budget: undefined }).withinBudget).toBeUndefined();
});

test("the table names what is over its budget", () => {
  const lines = reportTable([reportRow(COLD)]).split("\n");
  expect(lines[0]).toMatch(/^\| what +\| median +\| p95 +\| reference +\|/);
  expect(lines[2]).toMatch(
    /\| cold start \| 50\.0 ms +\| 60\.0 ms +\| node -e 0 +\| 25\.0 ms +\| 2\.00 +\| ≤ 1\.8 × +\| OVER \|/,
  );
});

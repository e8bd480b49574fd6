import { expect, test } from "vitest";
import { TIME_RANGES, timeRange, timeSpan } from "./time-range.ts";

const NOW_MS = Date.UTC(2026, 0, 15, 10, 7, 31);

test("a span ends with the period that has begun, so the newest invocation is in it", () => {
  expect(timeSpan("1h", NOW_MS)).toEqual({
    startMs: Date.UTC(2026, 0, 15, 9, 8),
    endMs: Date.UTC(2026, 0, 15, 10, 8),
    periodSeconds: 60,
  });
});

test("every range is a whole number of periods, few enough to draw", () => {
  for (const { id } of TIME_RANGES) {
    const { startMs, endMs, periodSeconds } = timeSpan(id, NOW_MS);
    const periods = (endMs - startMs) / (periodSeconds * 1_000);
    expect(Number.isInteger(periods) && periods <= 300).toBe(true);
    expect(startMs % (periodSeconds * 1_000)).toBe(0);
  }
});

test("an unknown range is the default one", () => {
  expect(timeRange("century").id).toBe("3h");
});

/** Time ranges of the Monitor tab. A period is as long as keeps a chart readable; metrics are kept per minute. */
export const TIME_RANGES = [
  { id: "1h", label: "1 hour", hours: 1, periodSeconds: 60 },
  { id: "3h", label: "3 hours", hours: 3, periodSeconds: 60 },
  { id: "12h", label: "12 hours", hours: 12, periodSeconds: 300 },
  { id: "1d", label: "1 day", hours: 24, periodSeconds: 300 },
  { id: "3d", label: "3 days", hours: 72, periodSeconds: 900 },
  { id: "1w", label: "1 week", hours: 168, periodSeconds: 3_600 },
] as const;

export type TimeRangeId = (typeof TIME_RANGES)[number]["id"];
export const DEFAULT_TIME_RANGE: TimeRangeId = "3h";

/** Epoch milliseconds: `startMs` inclusive, `endMs` exclusive, both on a border of periods. */
export interface TimeSpan {
  startMs: number;
  endMs: number;
  periodSeconds: number;
}

export function timeRange(id: string): (typeof TIME_RANGES)[number] {
  return TIME_RANGES.find((range) => range.id === id) ?? TIME_RANGES[1];
}

/** The span that ends with the period in which `nowMs` lies. */
export function timeSpan(id: TimeRangeId, nowMs: number): TimeSpan {
  const { hours, periodSeconds } = timeRange(id);
  const periodMs = periodSeconds * 1_000;
  const endMs = Math.floor(nowMs / periodMs) * periodMs + periodMs;
  return { startMs: endMs - hours * 3_600_000, endMs, periodSeconds };
}

export const REFRESH_INTERVALS = [
  { id: "off", label: "Off", milliseconds: 0 },
  { id: "10s", label: "10 seconds", milliseconds: 10_000 },
  { id: "1m", label: "1 minute", milliseconds: 60_000 },
  { id: "5m", label: "5 minutes", milliseconds: 300_000 },
] as const;

export type RefreshIntervalId = (typeof REFRESH_INTERVALS)[number]["id"];
export const DEFAULT_REFRESH_INTERVAL: RefreshIntervalId = "10s";

export function refreshInterval(id: string): (typeof REFRESH_INTERVALS)[number] {
  return REFRESH_INTERVALS.find((interval) => interval.id === id) ?? REFRESH_INTERVALS[0];
}

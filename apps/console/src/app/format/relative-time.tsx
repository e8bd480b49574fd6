import { useSyncExternalStore } from "react";

const STEPS: readonly { unit: Intl.RelativeTimeFormatUnit; seconds: number; below: number }[] = [
  { unit: "second", seconds: 1, below: 60 },
  { unit: "minute", seconds: 60, below: 3_600 },
  { unit: "hour", seconds: 3_600, below: 86_400 },
  { unit: "day", seconds: 86_400, below: 7 * 86_400 },
  { unit: "week", seconds: 7 * 86_400, below: 30 * 86_400 },
  { unit: "month", seconds: 30 * 86_400, below: 365 * 86_400 },
  { unit: "year", seconds: 365 * 86_400, below: Number.POSITIVE_INFINITY },
];
/** "3 days ago" and, where a word says more, "last month". */
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const absolute = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeStyle: "long" });

/** `now` and the time in epoch milliseconds. Under ten seconds it is "just now", as clocks differ by some. */
export function formatRelativeTime(timeMs: number, now: number): string {
  const seconds = (timeMs - now) / 1_000;
  const size = Math.abs(seconds);
  if (size < 10) return "just now";
  const step = STEPS.find(({ below }) => size < below)!;
  return relative.format(Math.trunc(seconds / step.seconds), step.unit);
}

export function formatAbsoluteTime(timeMs: number): string {
  return absolute.format(timeMs);
}

/** "3 minutes ago", kept current, with the exact local time as a tooltip. `time` is ISO 8601 or epoch milliseconds. */
export function RelativeTime({ time }: { time: string | number }) {
  const timeMs = typeof time === "number" ? time : Date.parse(time);
  const now = useSyncExternalStore(subscribeToClock, () => clockMs);
  if (Number.isNaN(timeMs)) return <>-</>;
  return (
    <time dateTime={new Date(timeMs).toISOString()} title={formatAbsoluteTime(timeMs)}>
      {formatRelativeTime(timeMs, Math.max(now, timeMs))}
    </time>
  );
}

/** One clock for all of them: 10,000 rows must not start 10,000 timers. */
const TICK_MS = 10_000;
const listeners = new Set<() => void>();
let clockMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribeToClock(listener: () => void): () => void {
  listeners.add(listener);
  clockMs = Date.now();
  timer ??= setInterval(() => {
    clockMs = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

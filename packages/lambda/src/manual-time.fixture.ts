import type { Clock } from "./ports.ts";
import type { Timers } from "./timers.ts";

/** A clock that stands still until it is moved, with its timers. */
export interface ManualTime {
  clock: Clock;
  timers: Timers;
  /** Timers that are set. */
  readonly pending: number;
  nowMs(): number;
  /**
   * Moves on to each timer that is due by then, in order, and lets `settled` come to rest after each; a timer that is set
   * meanwhile takes part.
   */
  advance(ms: number, settled: () => Promise<unknown>): Promise<void>;
}

/** 2025-01-31T12:34:56.789Z */
const START_MS = Date.UTC(2025, 0, 31, 12, 34, 56, 789);

export function createManualTime(): ManualTime {
  let nowMs = START_MS;
  const pending = new Set<{ atMs: number; work: () => void }>();
  return {
    clock: { now: () => new Date(nowMs) },
    timers: {
      after(delayMs, work) {
        const timer = { atMs: nowMs + delayMs, work };
        pending.add(timer);
        return () => void pending.delete(timer);
      },
    },
    get pending() {
      return pending.size;
    },
    nowMs: () => nowMs,
    async advance(ms, settled) {
      const untilMs = nowMs + ms;
      await settled();
      while (true) {
        const [next] = [...pending].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        pending.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.work();
        await settled();
      }
      nowMs = untilMs;
    },
  };
}

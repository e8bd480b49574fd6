import type { Clock } from "../clock.ts";
import { MINUTE_MS } from "./concurrency-gauge.ts";

/** What is counted one by one; AWS's names in our casing. */
export const COUNTED_EVENTS = [
  "throttles",
  "asyncEventsReceived",
  "asyncEventsDropped",
  "recursiveInvocationsDropped",
  "destinationDeliveryFailures",
] as const;
export type CountedEvent = (typeof COUNTED_EVENTS)[number];

/** What happened to a function in a minute, beside invocations. */
export interface MinuteCounts {
  functionArn: string;
  minuteMs: number;
  counts: Record<CountedEvent, number>;
  /** How long events had waited when they were tried. */
  eventAge: { count: number; sumMs: number; maxMs: number };
}

/**
 * Counts, by function and minute, what leaves no record: a flood of refused invocations costs one row a minute, and crowds
 * out nothing of those that ran.
 */
export class MinuteCounter {
  readonly #waiting = new Map<string, MinuteCounts>();

  constructor(private readonly clock: Clock) {}

  get waiting(): number {
    return this.#waiting.size;
  }

  count(functionArn: string, event: CountedEvent): void {
    this.#thisMinute(functionArn).counts[event] += 1;
  }

  observeEventAge(functionArn: string, ageMs: number): void {
    const { eventAge } = this.#thisMinute(functionArn);
    eventAge.count += 1;
    eventAge.sumMs += ageMs;
    eventAge.maxMs = Math.max(eventAge.maxMs, ageMs);
  }

  /** What isn't on disk yet, as it is now. */
  counts(): MinuteCounts[] {
    return [...this.#waiting.values()].map((minute) => structuredClone(minute));
  }

  /** Forgets counts that are on disk; what came meanwhile stays. */
  written(written: readonly MinuteCounts[]): void {
    for (const minute of written) {
      const key = keyOf(minute);
      const known = this.#waiting.get(key);
      if (known === undefined) continue;
      for (const event of COUNTED_EVENTS) known.counts[event] -= minute.counts[event];
      known.eventAge.count -= minute.eventAge.count;
      known.eventAge.sumMs -= minute.eventAge.sumMs;
      if (known.eventAge.count === 0 && COUNTED_EVENTS.every((event) => known.counts[event] === 0)) {
        this.#waiting.delete(key);
      }
    }
  }

  #thisMinute(functionArn: string): MinuteCounts {
    const minuteMs = Math.floor(this.clock.now().getTime() / MINUTE_MS) * MINUTE_MS;
    const key = keyOf({ functionArn, minuteMs });
    const known = this.#waiting.get(key);
    if (known !== undefined) return known;
    const counts = Object.fromEntries(COUNTED_EVENTS.map((event) => [event, 0])) as MinuteCounts["counts"];
    const made = { functionArn, minuteMs, counts, eventAge: { count: 0, sumMs: 0, maxMs: 0 } };
    this.#waiting.set(key, made);
    return made;
  }
}

function keyOf({ functionArn, minuteMs }: Pick<MinuteCounts, "functionArn" | "minuteMs">): string {
  return `${minuteMs} ${functionArn}`;
}

import type { Clock } from "../clock.ts";
import { MINUTE_MS } from "./concurrency-gauge.ts";

/** What is counted one by one; AWS's names in our casing. */
export const COUNTED_EVENTS = [
  "throttles",
  "asyncEventsReceived",
  "asyncEventsDropped",
  "recursiveInvocationsDropped",
  "destinationDeliveryFailures",
  "url4xxCount",
  "url5xxCount",
] as const;
export type CountedEvent = (typeof COUNTED_EVENTS)[number];

/** What happened to a function in a minute, beside invocations. */
export interface MinuteCounts {
  functionArn: string;
  minuteMs: number;
  counts: Record<CountedEvent, number>;
  /** How long events had waited when they were tried. */
  eventAge: Spans;
  /** From a request to the function's URL to the end of its answer. */
  urlLatency: Spans;
}

const SPANS = ["eventAge", "urlLatency"] as const;

/** A request to a function URL, once it is answered. */
export interface UrlRequest {
  statusCode: number;
  latencyMs: number;
}

/** Spans of time by their number, sum and longest. */
export interface Spans {
  count: number;
  sumMs: number;
  maxMs: number;
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
    observe(this.#thisMinute(functionArn).eventAge, ageMs);
  }

  /** @param statusCode of the answer; below 400 it is no fault of anybody. */
  countUrlRequest(functionArn: string, { statusCode, latencyMs }: UrlRequest): void {
    const { counts, urlLatency } = this.#thisMinute(functionArn);
    observe(urlLatency, latencyMs);
    if (statusCode >= 500) counts.url5xxCount += 1;
    else if (statusCode >= 400) counts.url4xxCount += 1;
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
      for (const spans of SPANS) {
        known[spans].count -= minute[spans].count;
        known[spans].sumMs -= minute[spans].sumMs;
      }
      if (
        SPANS.every((spans) => known[spans].count === 0) &&
        COUNTED_EVENTS.every((event) => known.counts[event] === 0)
      ) {
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
    const none = (): Spans => ({ count: 0, sumMs: 0, maxMs: 0 });
    const made = { functionArn, minuteMs, counts, eventAge: none(), urlLatency: none() };
    this.#waiting.set(key, made);
    return made;
  }
}

function observe(spans: Spans, ms: number): void {
  spans.count += 1;
  spans.sumMs += ms;
  spans.maxMs = Math.max(spans.maxMs, ms);
}

function keyOf({ functionArn, minuteMs }: Pick<MinuteCounts, "functionArn" | "minuteMs">): string {
  return `${minuteMs} ${functionArn}`;
}

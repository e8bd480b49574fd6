import type { Clock } from "../clock.ts";
import { MINUTE_MS } from "./concurrency-gauge.ts";

/** Invocations of a function that were refused in a minute. */
export interface MinuteThrottles {
  functionArn: string;
  minuteMs: number;
  count: number;
}

/**
 * Counts refused invocations by function and minute. They leave no record: a flood of them costs one row a minute, and
 * crowds out nothing of those that ran.
 */
export class ThrottleCounter {
  readonly #waiting = new Map<string, MinuteThrottles>();

  constructor(private readonly clock: Clock) {}

  get waiting(): number {
    return this.#waiting.size;
  }

  count(functionArn: string): void {
    const minuteMs = Math.floor(this.clock.now().getTime() / MINUTE_MS) * MINUTE_MS;
    const key = keyOf({ functionArn, minuteMs });
    const known = this.#waiting.get(key);
    if (known === undefined) this.#waiting.set(key, { functionArn, minuteMs, count: 1 });
    else known.count += 1;
  }

  /** What isn't on disk yet, as it is now. */
  counts(): MinuteThrottles[] {
    return [...this.#waiting.values()].map((throttles) => ({ ...throttles }));
  }

  /** Forgets counts that are on disk; what came meanwhile stays. */
  written(counts: readonly MinuteThrottles[]): void {
    for (const throttles of counts) {
      const key = keyOf(throttles);
      const known = this.#waiting.get(key);
      if (known === undefined) continue;
      known.count -= throttles.count;
      if (known.count === 0) this.#waiting.delete(key);
    }
  }
}

function keyOf({ functionArn, minuteMs }: Pick<MinuteThrottles, "functionArn" | "minuteMs">): string {
  return `${minuteMs} ${functionArn}`;
}

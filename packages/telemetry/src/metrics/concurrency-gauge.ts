import type { Clock } from "../clock.ts";

export const MINUTE_MS = 60_000;

/** The most invocations of a function that ran at once in a minute. */
export interface ConcurrencyPeak {
  functionArn: string;
  minuteMs: number;
  peak: number;
}

/** How long a count stands without news: an invocation ends within 15 minutes. */
const CARRY_MS = 16 * MINUTE_MS;

/** Turns "now so many run" into peaks per minute; what runs across a minute's end counts in the next one too. */
export class ConcurrencyGauge {
  readonly #current = new Map<string, { count: number; observedMs: number; carriedMs: number }>();
  /** By function; of a minute or two, so that looking through them takes less than a key of both. */
  readonly #waiting = new Map<string, ConcurrencyPeak[]>();

  constructor(private readonly clock: Clock) {}

  get waiting(): number {
    this.#carryAll();
    return this.#waitingPeaks().length;
  }

  observe(functionArn: string, count: number): void {
    const minuteMs = this.#thisMinute();
    this.#carry(functionArn, minuteMs);
    this.#raise(functionArn, minuteMs, count);
    if (count > 0) this.#current.set(functionArn, { count, observedMs: minuteMs, carriedMs: minuteMs });
    else this.#current.delete(functionArn);
  }

  /** Peaks that aren't on disk yet, up to now. */
  peaks(): ConcurrencyPeak[] {
    this.#carryAll();
    return this.#waitingPeaks();
  }

  /** Forgets peaks that are on disk, unless they have grown meanwhile. */
  written(peaks: readonly ConcurrencyPeak[]): void {
    for (const peak of peaks) {
      const left = this.#waiting.get(peak.functionArn)?.filter((waiting) => waiting !== peak) ?? [];
      if (left.length > 0) this.#waiting.set(peak.functionArn, left);
      else this.#waiting.delete(peak.functionArn);
    }
  }

  #waitingPeaks(): ConcurrencyPeak[] {
    return [...this.#waiting.values()].flat();
  }

  #thisMinute(): number {
    return Math.floor(this.clock.now().getTime() / MINUTE_MS) * MINUTE_MS;
  }

  #carryAll(): void {
    const minuteMs = this.#thisMinute();
    for (const functionArn of this.#current.keys()) this.#carry(functionArn, minuteMs);
  }

  #carry(functionArn: string, throughMs: number): void {
    const current = this.#current.get(functionArn);
    if (!current) return;
    const lastMs = Math.min(throughMs, current.observedMs + CARRY_MS);
    while (current.carriedMs < lastMs) {
      current.carriedMs += MINUTE_MS;
      this.#raise(functionArn, current.carriedMs, current.count);
    }
  }

  #raise(functionArn: string, minuteMs: number, count: number): void {
    if (count === 0) return;
    const peaks = this.#waiting.get(functionArn);
    if (peaks === undefined) {
      this.#waiting.set(functionArn, [{ functionArn, minuteMs, peak: count }]);
      return;
    }
    const index = peaks.findIndex((peak) => peak.minuteMs === minuteMs);
    if (index < 0) peaks.push({ functionArn, minuteMs, peak: count });
    // A new one, as the former may be on its way to the disk.
    else if (peaks[index]!.peak < count) peaks[index] = { functionArn, minuteMs, peak: count };
  }
}

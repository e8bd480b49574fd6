/** Time in which a burst of cold starts is forgotten by half. */
const HALF_LIFE_MS = 10_000;

/** How many spares a recipe deserves: as many as were lately taken at a time, one for a while after the last, then none. */
export class SpareDemand {
  #burst = 0;
  #sinceMs = 0;
  #lastUsedMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly limits: { least: number; most: number; keepMs: number }) {}

  get lastUsedMs(): number {
    return this.#lastUsedMs;
  }

  /** @param nowMs on the monotonic clock */
  add(nowMs: number): void {
    this.#burst = this.#burstAt(nowMs) + 1;
    this.#sinceMs = nowMs;
    this.#lastUsedMs = nowMs;
  }

  /** Expected without having been used yet. */
  expect(nowMs: number): void {
    this.#lastUsedMs = nowMs;
  }

  wanted(nowMs: number): number {
    const { least, most, keepMs } = this.limits;
    const lately = nowMs - this.#lastUsedMs < keepMs ? 1 : 0;
    return Math.min(most, Math.max(least, lately, Math.round(this.#burstAt(nowMs))));
  }

  #burstAt(nowMs: number): number {
    return this.#burst * 0.5 ** ((nowMs - this.#sinceMs) / HALF_LIFE_MS);
  }
}

/** What an environment that runs is taken to need until it has been seen to need more. */
const BUSY_LEAST_MB = 64;

/** Adds up what environments hold, so that a new one is started only where there is room for it. In MB. */
export class MemoryBudget<T> {
  readonly #held = new Map<T, number>();
  #sumMb = 0;

  constructor(readonly limitMb: number) {}

  get isExceeded(): boolean {
    return this.#sumMb > this.limitMb;
  }

  /** An environment runs: it may grow to `memoryMb`, and has held `peakMb`. */
  run(environment: T, peakMb: number, memoryMb: number): void {
    this.#set(environment, Math.max(peakMb, Math.min(memoryMb, BUSY_LEAST_MB)));
  }

  /** An environment stands still, and this is what it holds. */
  rest(environment: T, heldMb: number): void {
    this.#set(environment, heldMb);
  }

  remove(environment: T): void {
    this.#sumMb -= this.#held.get(environment) ?? 0;
    this.#held.delete(environment);
  }

  /** Always true for the first one: a limit that lets nothing run helps nobody. */
  get hasRoom(): boolean {
    return this.#held.size === 0 || this.#sumMb + BUSY_LEAST_MB <= this.limitMb;
  }

  #set(environment: T, mb: number): void {
    this.#sumMb += mb - (this.#held.get(environment) ?? 0);
    this.#held.set(environment, mb);
  }
}

import type { Clock } from "./clock.ts";

/**
 * A timer for what is put off again and again, as the freezing of an environment is by each of its events. Setting it anew
 * makes no new timer as long as the one that runs ends sooner: that one then waits for the rest.
 */
export class PostponedTimer {
  #dueMs = Number.POSITIVE_INFINITY;
  /** When the timer that runs will end. */
  #endsMs = Number.POSITIVE_INFINITY;
  #cancel = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly onDue: () => void,
  ) {}

  /** Due after so long, and not before. */
  set(delayMs: number): void {
    this.#dueMs = this.clock.monotonicMs() + delayMs;
    if (this.#dueMs < this.#endsMs) this.#run(delayMs);
  }

  /** Never due, until it is set again. */
  clear(): void {
    this.#dueMs = Number.POSITIVE_INFINITY;
  }

  /** As `clear`, and nothing runs on. */
  stop(): void {
    this.clear();
    this.#endsMs = Number.POSITIVE_INFINITY;
    this.#cancel();
  }

  #run(delayMs: number): void {
    this.#cancel();
    this.#endsMs = this.clock.monotonicMs() + delayMs;
    this.#cancel = this.clock.schedule(delayMs, () => this.#onEnd());
  }

  #onEnd(): void {
    this.#endsMs = Number.POSITIVE_INFINITY;
    if (this.#dueMs === Number.POSITIVE_INFINITY) return;
    const restMs = this.#dueMs - this.clock.monotonicMs();
    if (restMs > 0) {
      this.#run(restMs);
      return;
    }
    this.#dueMs = Number.POSITIVE_INFINITY;
    this.onDue();
  }
}

import { type Clock, systemClock } from "../clock.ts";

/** Real time, but no timer of the environments fires by itself: the test says when its time has come. */
export class HeldClock implements Clock {
  readonly nowMs = systemClock.nowMs;
  #skippedMs = 0;
  #held = new Set<{ delayMs: number; callback: () => void }>();
  #onSchedule = () => {};

  readonly monotonicMs = () => systemClock.monotonicMs() + this.#skippedMs;

  schedule = (delayMs: number, callback: () => void): (() => void) => {
    const timer = { delayMs, callback };
    this.#held.add(timer);
    this.#onSchedule();
    return () => this.#held.delete(timer);
  };

  /** Fires the timers whose delay lies in the range (ms), waiting until there is one, as if that time had passed. */
  async fire(fromMs: number, toMs: number = fromMs): Promise<void> {
    const due = () => [...this.#held].filter(({ delayMs }) => delayMs >= fromMs && delayMs <= toMs);
    while (due().length === 0) {
      await new Promise<void>((resolve) => {
        this.#onSchedule = resolve;
      });
    }
    const fired = due();
    this.#skippedMs += Math.max(...fired.map(({ delayMs }) => delayMs));
    for (const timer of fired) {
      this.#held.delete(timer);
      timer.callback();
    }
  }
}

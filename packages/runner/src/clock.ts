/** Time as the runner sees it; tests bring their own. */
export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
  /** For durations: milliseconds with fractions that never jump. */
  monotonicMs(): number;
  /** Calls back once after `delayMs` unless the returned function is called before. Doesn't keep the process alive. */
  schedule(delayMs: number, callback: () => void): () => void;
}

/** setTimeout fires at once for delays beyond 2^31-1 ms. */
const MAX_DELAY_MS = 2_147_483_647;

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule: (delayMs, callback) => {
    const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), MAX_DELAY_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

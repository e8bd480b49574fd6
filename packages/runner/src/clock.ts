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

/**
 * As `schedule`, but what has arrived by then is read first. After the event loop has stood still, a timer is due before the
 * kernel was asked for what came meanwhile: without this, the answer of a process that has long ended would come too late.
 */
export function scheduleAfterReading(clock: Clock, delayMs: number, callback: () => void): () => void {
  let isCancelled = false;
  const cancel = clock.schedule(delayMs, () => {
    setImmediate(() => {
      if (!isCancelled) callback();
    });
  });
  return () => {
    isCancelled = true;
    cancel();
  };
}

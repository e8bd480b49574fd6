/** Work for later. Tests decide when that is. */
export interface Timers {
  /** Calls `work` once the time is over. @returns what takes it back */
  after(delayMs: number, work: () => void): () => void;
}

/** The machine's; none of them keeps the process alive. */
export const systemTimers: Timers = {
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Environments that a function may start at once, and again every ten seconds. @see spec: lambda §3, scale rate */
const ENVIRONMENTS_PER_PERIOD = 1_000;
const PERIOD_MS = 10_000;

/** How fast each function may grow, independent of the others. */
export class ScaleRate {
  readonly #byFunction = new Map<string, { left: number; atMs: number }>();

  /** @param nowMs on the monotonic clock */
  allows(functionArn: string, nowMs: number): boolean {
    const known = this.#byFunction.get(functionArn);
    const gained = known ? ((nowMs - known.atMs) / PERIOD_MS) * ENVIRONMENTS_PER_PERIOD : ENVIRONMENTS_PER_PERIOD;
    const left = Math.min(ENVIRONMENTS_PER_PERIOD, (known?.left ?? 0) + gained);
    if (left < 1) return false;
    this.#byFunction.set(functionArn, { left: left - 1, atMs: nowMs });
    if (this.#byFunction.size > 10_000) this.#forgetRested(nowMs);
    return true;
  }

  /** For one that was allowed, but not needed in the end. */
  giveBack(functionArn: string): void {
    const known = this.#byFunction.get(functionArn);
    if (known) known.left += 1;
  }

  #forgetRested(nowMs: number): void {
    for (const [functionArn, { atMs }] of this.#byFunction) {
      if (nowMs - atMs > PERIOD_MS) this.#byFunction.delete(functionArn);
    }
  }
}

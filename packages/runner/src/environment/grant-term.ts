import type { Clock } from "../clock.ts";

/** For how long an environment may use what it was granted; forever when that is nothing. */
export class GrantTerm {
  #untilMs = Number.POSITIVE_INFINITY;
  #cancelTimer = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly onOver: () => void,
  ) {}

  /** Also when the timer should stand still, as it does while the machine sleeps. */
  get isOver(): boolean {
    return this.clock.nowMs() >= this.#untilMs;
  }

  begin(usableUntilMs: number): void {
    this.cancel();
    this.#untilMs = usableUntilMs;
    this.#cancelTimer = this.clock.schedule(usableUntilMs - this.clock.nowMs(), this.onOver);
  }

  cancel(): void {
    this.#cancelTimer();
  }
}

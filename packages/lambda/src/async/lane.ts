import type { EventLane, QueuedEvent } from "@lambent/store";
import { BACK_OFF_MAX_MS, BACK_OFF_MIN_MS } from "./retry-schedule.ts";

/** Invocations of a function that may run at once from the start; so many more each second in which others had to wait. */
const WINDOW_STEP = 8;

/** The events of one function that the worker knows of, and how many of them may run at once. */
export class Lane implements EventLane {
  readonly scope: EventLane["scope"];
  readonly functionName: string;
  /** Read and ready to run. */
  ready: QueuedEvent[] = [];
  /** Ids of events that are ready, run, or whose end is being written: they aren't to be read again. */
  readonly taken = new Set<number>();
  /** Invocations that run now. */
  running = 0;
  /** Events are being read. */
  reading = false;
  /** When the first of the others is due; Infinity when there is none. */
  nextDueMs = Number.POSITIVE_INFINITY;
  /** Takes its timer back. */
  cancelTimer: (() => void) | undefined;

  #window = WINDOW_STEP;
  #step = WINDOW_STEP;
  /** How long a window that is used up stands. */
  #growAfterMs = BACK_OFF_MIN_MS;
  /** When it may grow; undefined while there is room in it. */
  #growAtMs: number | undefined;
  #pausedUntilMs = 0;

  constructor({ scope, functionName }: EventLane) {
    this.scope = scope;
    this.functionName = functionName;
  }

  get isEmpty(): boolean {
    return this.taken.size === 0 && !this.reading && this.nextDueMs === Number.POSITIVE_INFINITY;
  }

  /** Whether one more may run now. */
  hasRoom(nowMs: number): boolean {
    if (this.running < this.#window) {
      this.#growAtMs = undefined;
      return true;
    }
    this.#growAtMs ??= nowMs + this.#growAfterMs;
    if (nowMs < this.#growAtMs) return false;
    this.#window += this.#step;
    this.#step = Math.min(2 * this.#step, WINDOW_STEP);
    this.#growAtMs = undefined;
    return true;
  }

  /** When to ask again for room that isn't there now. */
  get growAtMs(): number {
    return this.#growAtMs ?? Number.POSITIVE_INFINITY;
  }

  noteRun(): void {
    this.#growAfterMs = BACK_OFF_MIN_MS;
  }

  /**
   * There was no room for one: no more than those that run now may run, until a pause is over that doubles each time. Then
   * one more is tried, as each that is refused costs a write.
   * @returns what was ready and goes back, so that it takes no memory meanwhile
   */
  noteRefusal(nowMs: number): QueuedEvent[] {
    // Several that were refused together count as one.
    if (nowMs >= this.#pausedUntilMs) {
      this.#pausedUntilMs = nowMs + this.#growAfterMs;
      this.#growAfterMs = Math.min(2 * this.#growAfterMs, BACK_OFF_MAX_MS);
    }
    this.#growAtMs = this.#pausedUntilMs;
    this.#window = this.running;
    this.#step = 1;
    for (const { id } of this.ready) this.taken.delete(id);
    if (this.ready.length > 0) this.nextDueMs = Math.min(this.nextDueMs, nowMs);
    return this.ready.splice(0);
  }
}

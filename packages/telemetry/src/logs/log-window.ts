import type { StoredLogEvent } from "@lambent/model";

/** A stored event with what the database keeps beside it. */
export interface WindowEvent extends StoredLogEvent {
  requestId: string | null;
  bytes: number;
}

/** How many events stay in memory after they were written, so that live readers needn't go to the disk. */
const RECENT_EVENTS = 1_000;

/**
 * The newest log events in memory: those still to be written, and some that are. Ids ascend; every event with an id
 * above {@link floorId} that was ever taken in is here.
 */
export class LogWindow {
  #events: WindowEvent[] = [];
  #written = 0;
  #waitingBytes = 0;
  #floorId: number;
  #lastId: number;

  constructor(lastId: number) {
    this.#floorId = lastId;
    this.#lastId = lastId;
  }

  get lastId(): number {
    return this.#lastId;
  }

  get floorId(): number {
    return this.#floorId;
  }

  get waiting(): number {
    return this.#events.length - this.#written;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Takes the event in and gives it its id. */
  push(event: Omit<WindowEvent, "id">): void {
    this.#lastId += 1;
    this.#events.push({ ...event, id: this.#lastId });
    this.#waitingBytes += event.bytes;
  }

  /** The oldest events to be written, within both limits (but at least one). */
  oldestWaiting(maxEvents: number, maxBytes: number): WindowEvent[] {
    let bytes = 0;
    let end = this.#written;
    while (end < this.#events.length && end - this.#written < maxEvents) {
      bytes += this.#events[end]!.bytes;
      if (bytes > maxBytes && end > this.#written) break;
      end += 1;
    }
    return this.#events.slice(this.#written, end);
  }

  /** Marks as written what waits up to the id. */
  markWritten(throughId: number): void {
    while (this.#written < this.#events.length && this.#events[this.#written]!.id <= throughId) {
      this.#waitingBytes -= this.#events[this.#written]!.bytes;
      this.#written += 1;
    }
    // Cutting twice the amount at once keeps the cost per event constant.
    if (this.#written > 2 * RECENT_EVENTS) {
      const cut = this.#written - RECENT_EVENTS;
      this.#floorId = this.#events[cut - 1]!.id;
      this.#events = this.#events.slice(cut);
      this.#written -= cut;
    }
  }

  /** Up to `limit` events after the id, oldest first; null when some of them are on disk only. */
  after(id: number, limit: number): WindowEvent[] | null {
    if (id < this.#floorId) return null;
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#events[middle]!.id <= id) low = middle + 1;
      else high = middle;
    }
    return this.#events.slice(low, low + limit);
  }

  /** Forgets a group's written events up to the id. */
  forgetGroup(logGroupName: string, throughId: number): void {
    const keep = (event: WindowEvent, index: number) =>
      index >= this.#written || event.logGroupName !== logGroupName || event.id > throughId;
    const kept = this.#events.filter(keep);
    this.#written -= this.#events.length - kept.length;
    this.#events = kept;
  }
}

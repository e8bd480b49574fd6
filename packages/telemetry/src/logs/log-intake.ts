import type { LogEvent } from "@lambent/model";
import { LogWindow } from "./log-window.ts";
import { OpenRequests } from "./open-requests.ts";

export interface LogQueueLimits {
  /** Events that may wait to be written. */
  maxEvents: number;
  /** Bytes that may wait to be written, counted as CloudWatch counts. */
  maxBytes: number;
}

export const LOG_QUEUE_LIMITS: LogQueueLimits = { maxEvents: 100_000, maxBytes: 64 * 1_048_576 };

/** CloudWatch counts an event as its UTF-8 bytes and this. */
const EVENT_OVERHEAD_BYTES = 26;
/** Longest message kept; CloudWatch's event limit is 1 MiB, overhead included. */
const MESSAGE_LIMIT_BYTES = 1_048_576 - EVENT_OVERHEAD_BYTES;

/** What a stream lost since it last said so; told with the time and the request of the first one. */
interface DroppedEvents {
  group: string;
  stream: string;
  requestId: string | null;
  timestampMs: number;
  count: number;
}

/**
 * Takes log events in without waiting for anything. When too much waits to be written, events are dropped, and a line
 * in the same stream says how many.
 */
export class LogIntake {
  readonly window: LogWindow;
  readonly openRequests = new OpenRequests();
  readonly #dropped = new Map<string, DroppedEvents>();
  readonly #listeners = new Map<string, Set<() => void>>();

  constructor(
    lastId: number,
    private readonly limits: LogQueueLimits,
  ) {
    this.window = new LogWindow(lastId);
  }

  append(group: string, stream: string, events: readonly LogEvent[], requestId: string | null): void {
    for (const event of events) {
      if (this.#isFull()) this.#drop(group, stream, event, requestId);
      else {
        // The line about dropped events comes before what follows them.
        if (this.#dropped.size > 0) this.#sayDropped(streamKey(group, stream));
        this.#take(group, stream, event, requestId);
      }
    }
    if (events.length > 0) this.#wake(group);
  }

  /** To be called when room was made: says in each stream what it lost. */
  sayAllDropped(): void {
    if (this.#dropped.size === 0 || this.#isFull()) return;
    for (const [key, { group }] of [...this.#dropped]) {
      this.#sayDropped(key);
      this.#wake(group);
    }
  }

  /** Calls the listener whenever the group got events. Returns how to stop. */
  listen(group: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(group) ?? new Set();
    this.#listeners.set(group, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(group) === listeners) this.#listeners.delete(group);
    };
  }

  wakeAll(): void {
    for (const group of [...this.#listeners.keys()]) this.#wake(group);
  }

  #isFull(): boolean {
    return this.window.waiting >= this.limits.maxEvents || this.window.waitingBytes >= this.limits.maxBytes;
  }

  #drop(group: string, stream: string, { timestampMs }: LogEvent, requestId: string | null): void {
    const key = streamKey(group, stream);
    const entry = this.#dropped.get(key) ?? { group, stream, requestId, timestampMs, count: 0 };
    entry.count += 1;
    this.#dropped.set(key, entry);
  }

  #sayDropped(key: string): void {
    const entry = this.#dropped.get(key);
    if (!entry) return;
    this.#dropped.delete(key);
    const { count, group, stream, requestId, timestampMs } = entry;
    const message = `LOGS_DROPPED ${count} log ${count === 1 ? "event was" : "events were"} dropped here: they came faster than they could be written.`;
    this.#take(group, stream, { timestampMs, message }, requestId);
  }

  #take(group: string, stream: string, event: LogEvent, requestId: string | null): void {
    const message = keepable(event.message);
    const bytes = Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
    const timestampMs = Math.trunc(event.timestampMs);
    this.window.push({ logGroupName: group, logStreamName: stream, timestampMs, message, requestId, bytes });
    if (requestId !== null) this.openRequests.note(requestId, this.window.lastId);
  }

  #wake(group: string): void {
    const listeners = this.#listeners.get(group);
    if (listeners !== undefined) for (const listener of [...listeners]) listener();
  }
}

function streamKey(group: string, stream: string): string {
  return `${group}\0${stream}`;
}

/** SQLite ends a text at a NUL, so that is shown by its symbol. What is too long is cut. */
function keepable(message: string): string {
  const text = message.includes("\0") ? message.replaceAll("\0", "␀") : message;
  // A UTF-16 unit is at most 3 bytes of UTF-8.
  if (text.length * 3 <= MESSAGE_LIMIT_BYTES) return text;
  const bytes = Buffer.from(text);
  if (bytes.length <= MESSAGE_LIMIT_BYTES) return text;
  const note = `… [cut: the message was ${bytes.length} bytes, ${MESSAGE_LIMIT_BYTES} is the limit]`;
  let end = MESSAGE_LIMIT_BYTES - Buffer.byteLength(note);
  while ((bytes[end]! & 0xc0) === 0x80) end -= 1; // not in the middle of a character
  return bytes.toString("utf8", 0, end) + note;
}

import type { StoredLogEvent } from "@lambent/model";

/** Lines kept on the screen; a page with more gets slow, and nobody reads them as they pass. */
export const LIVE_TAIL_MAX_LINES = 500;

export interface LiveTailBuffer {
  /** Oldest first. */
  events: readonly StoredLogEvent[];
  /** Lines that were shown and had to make room. */
  droppedCount: number;
}

export const EMPTY_BUFFER: LiveTailBuffer = { events: [], droppedCount: 0 };

/** The buffer after new events; what came twice around a reconnection counts once. */
export function withEvents(buffer: LiveTailBuffer, arrived: readonly StoredLogEvent[]): LiveTailBuffer {
  const lastId = buffer.events.at(-1)?.id ?? -1;
  const events = [...buffer.events, ...arrived.filter(({ id }) => id > lastId)];
  const excess = Math.max(0, events.length - LIVE_TAIL_MAX_LINES);
  return { events: events.slice(excess), droppedCount: buffer.droppedCount + excess };
}

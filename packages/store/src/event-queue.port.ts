import type { Scope } from "@lambent/model";

/** An asynchronous invocation that was accepted and hasn't come to its end. */
export interface NewQueuedEvent {
  scope: Scope;
  functionName: string;
  /** As the caller named it: `$LATEST`, a version's number or an alias. */
  qualifier: string;
  /** The same on all attempts. */
  requestId: string;
  /** The event's bytes as the function gets them. */
  payload: Uint8Array;
  /** JSON text of the decoded client context. */
  clientContext?: string;
  /** What has led to this invocation, as in the `Lineage` of an `X-Amzn-Trace-Id`. */
  lineage?: string;
  /** Epoch milliseconds. */
  acceptedMs: number;
}

export interface QueuedEvent extends NewQueuedEvent, EventProgress {
  id: number;
}

export interface EventProgress {
  /** Epoch milliseconds from which on it may be tried. */
  dueMs: number;
  /** Times that the function has run with it. */
  invokeCount: number;
  /** Times in a row that it was throttled, or that the host failed. */
  postponements: number;
}

/** Events of one function; whatever their qualifier, they wait together. */
export interface EventLane {
  scope: Scope;
  functionName: string;
}

/**
 * Events wait here, on disk, until they have ended: `add`, `finish` and `postpone` settle once the change is on disk, many
 * callers' changes in one transaction. One process at a time.
 */
export interface EventQueue {
  /** Due at once. */
  add(event: NewQueuedEvent): Promise<void>;
  /** Takes the event off; `next`, when given, is added in the same transaction. No matter if it is gone. */
  finish(id: number, next?: NewQueuedEvent): Promise<void>;
  /** No matter if it is gone. */
  postpone(id: number, progress: EventProgress): Promise<void>;
  /** Drops all events of a function. */
  discard(lane: EventLane): Promise<void>;
  /** Functions that have events, with the time at which their first one is due. */
  lanes(): Promise<(EventLane & { dueMs: number })[]>;
  /** Events that are due, those first that have been so for longest. */
  due(lane: EventLane, query: DueQuery): Promise<DueEvents>;
  /** Told of each event that was added, once it is on disk. @returns what ends the subscription. */
  subscribe(listener: (added: EventLane & { dueMs: number }) => void): () => void;
}

export interface DueQuery {
  nowMs: number;
  /** Ids of events that the caller has already. */
  except: ReadonlySet<number>;
  maxEvents: number;
  /** Of payloads; the first event is read whatever its size. */
  maxBytes: number;
}

export interface DueEvents {
  events: QueuedEvent[];
  /** When the first of the rest is due, which may be now; absent when there is no other. */
  nextDueMs?: number;
}

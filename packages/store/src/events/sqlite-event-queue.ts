import type { Database, DatabaseRow } from "@lambent/sqlite";
import type { InStatement, InValue } from "@libsql/client";
import type {
  DueEvents,
  DueQuery,
  EventLane,
  EventProgress,
  EventQueue,
  NewQueuedEvent,
  QueuedEvent,
} from "../event-queue.port.ts";
import { GroupCommit } from "./group-commit.ts";

type Listener = (added: EventLane & { dueMs: number }) => void;

const OF_LANE = "account_id = ? AND region = ? AND function_name = ?";

/** Events in a SQLite file of their own; Prisma and the database of functions take no part. */
export class SqliteEventQueue implements EventQueue {
  readonly #database: Database;
  readonly #changes: GroupCommit;
  readonly #listeners = new Set<Listener>();

  constructor(database: Database) {
    this.#database = database;
    this.#changes = new GroupCommit((statements) => database.batch(statements));
  }

  async add(event: NewQueuedEvent): Promise<void> {
    await this.#changes.commit([insert(event)], event.payload.byteLength);
    this.#tell(event);
  }

  async finish(id: number, next?: NewQueuedEvent): Promise<void> {
    const removal = { sql: "DELETE FROM queued_event WHERE id = ?", args: [id] };
    if (next === undefined) return this.#changes.commit([removal]);
    await this.#changes.commit([removal, insert(next)], next.payload.byteLength);
    this.#tell(next);
  }

  postpone(id: number, { dueMs, invokeCount, postponements }: EventProgress): Promise<void> {
    const sql = "UPDATE queued_event SET due_ms = ?, invoke_count = ?, postponements = ? WHERE id = ?";
    return this.#changes.commit([{ sql, args: [dueMs, invokeCount, postponements, id] }]);
  }

  discard(lane: EventLane): Promise<void> {
    return this.#changes.commit([{ sql: `DELETE FROM queued_event WHERE ${OF_LANE}`, args: columnsOf(lane) }]);
  }

  async lanes(): Promise<(EventLane & { dueMs: number })[]> {
    const sql = `SELECT account_id, region, function_name, min(due_ms) AS due_ms FROM queued_event
                 GROUP BY account_id, region, function_name ORDER BY due_ms`;
    const [lanes] = await this.#database.read([{ sql, args: [] }]);
    return (lanes?.rows ?? []).map((row) => ({ ...laneOf(row), dueMs: Number(row.due_ms) }));
  }

  async due(lane: EventLane, { nowMs, except, maxEvents, maxBytes }: DueQuery): Promise<DueEvents> {
    // Sizes first: a page of events may be 30 KB or 30 MB. The caller's own may all be among the first.
    const limit = maxEvents + except.size + 1;
    const [first] = await this.#database.read([
      {
        sql: `SELECT id, due_ms, payload_bytes FROM queued_event WHERE ${OF_LANE} ORDER BY due_ms, id LIMIT ?`,
        args: [...columnsOf(lane), limit],
      },
    ]);
    const others = (first?.rows ?? []).filter(({ id }) => !except.has(Number(id)));
    const ids = idsWithin(others, nowMs, maxEvents, maxBytes);
    const next = others[ids.length];
    const events = ids.length === 0 ? [] : await this.#read(ids);
    return { events, ...(next !== undefined && { nextDueMs: Number(next.due_ms) }) };
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Resolves once all changes are on disk. */
  idle(): Promise<void> {
    return this.#changes.idle();
  }

  async #read(ids: number[]): Promise<QueuedEvent[]> {
    const sql = `SELECT * FROM queued_event WHERE id IN (${ids.map(() => "?").join(",")}) ORDER BY due_ms, id`;
    const [events] = await this.#database.read([{ sql, args: ids }]);
    return (events?.rows ?? []).map(eventOf);
  }

  #tell({ scope, functionName, acceptedMs }: NewQueuedEvent): void {
    for (const listener of this.#listeners) listener({ scope, functionName, dueMs: acceptedMs });
  }
}

/** The first of the rows that are due, as many as fit. */
function idsWithin(rows: readonly DatabaseRow[], nowMs: number, maxEvents: number, maxBytes: number): number[] {
  const ids: number[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += Number(row.payload_bytes);
    const isFull = ids.length >= maxEvents || (ids.length > 0 && bytes > maxBytes);
    if (isFull || Number(row.due_ms) > nowMs) break;
    ids.push(Number(row.id));
  }
  return ids;
}

function insert(event: NewQueuedEvent): InStatement {
  const { payload, qualifier, requestId, acceptedMs, clientContext, lineage } = event;
  return {
    sql: `INSERT INTO queued_event (account_id, region, function_name, qualifier, request_id, accepted_ms, due_ms,
            client_context, lineage, payload_bytes, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    args: [
      ...columnsOf(event),
      ...[qualifier, requestId, acceptedMs, acceptedMs, clientContext ?? null, lineage ?? null, payload.byteLength],
      // A copy of just these bytes: they may be a part of a larger buffer, which the thread would be sent whole.
      new Uint8Array(payload),
    ],
  };
}

function columnsOf({ scope, functionName }: EventLane): InValue[] {
  return [scope.accountId, scope.region, functionName];
}

function laneOf(row: DatabaseRow): EventLane {
  return {
    scope: { accountId: String(row.account_id), region: String(row.region) },
    functionName: String(row.function_name),
  };
}

function eventOf(row: DatabaseRow): QueuedEvent {
  return {
    id: Number(row.id),
    ...laneOf(row),
    qualifier: String(row.qualifier),
    requestId: String(row.request_id),
    payload: new Uint8Array(row.payload as ArrayBuffer),
    ...(row.client_context !== null && { clientContext: String(row.client_context) }),
    ...(row.lineage !== null && { lineage: String(row.lineage) }),
    acceptedMs: Number(row.accepted_ms),
    dueMs: Number(row.due_ms),
    invokeCount: Number(row.invoke_count),
    postponements: Number(row.postponements),
  };
}

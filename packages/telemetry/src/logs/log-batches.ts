import type { Database } from "@lambent/sqlite";
import type { InStatement, InValue } from "@libsql/client";
import type { Batch, BatchSource } from "../ingest/batch-writer.ts";
import { groupBy } from "../ingest/group-by.ts";
import type { LogIntake } from "./log-intake.ts";
import type { WindowEvent } from "./log-window.ts";

/** What one transaction takes: 1,000 short lines need about 10 ms, readers wait for that long. */
const BATCH_EVENTS = 1_000;
const BATCH_BYTES = 1_048_576;
/** Rows per INSERT: measured three times as quick as one by one; more brings nothing. */
const ROWS_PER_INSERT = 50;
/** Streams whose ids are remembered. */
const KNOWN_STREAMS = 1_000;
/** Width of a row of `log_span`. */
export const SPAN_MS = 600_000;
/**
 * Ids given out after the last one on disk when the process ended, at most: live readers saw them, so they must not
 * come again. Above anything that a queue may hold.
 */
const ID_GAP = 1_000_000;

interface StreamIds {
  streamId: number;
  groupId: number;
}

/** The id to go on from: above every id ever given, on disk or not. */
export async function readLastId(database: Database): Promise<number> {
  const { rows } = await database.execute("SELECT seq FROM sqlite_sequence WHERE name = 'log_event'");
  return rows[0] ? Number(rows[0].seq) + ID_GAP : 0;
}

/** Turns what the intake holds into transactions. */
export class LogBatches implements BatchSource {
  readonly #streams = new Map<string, StreamIds>();

  constructor(
    private readonly database: Database,
    private readonly intake: LogIntake,
    private readonly onWritten: (bytes: number) => void,
  ) {}

  get waiting(): number {
    return this.intake.window.waiting;
  }

  async nextBatch(): Promise<Batch | null> {
    const events = this.intake.window.oldestWaiting(BATCH_EVENTS, BATCH_BYTES);
    const last = events.at(-1);
    if (!last) return null;
    const streams: { ids: StreamIds; own: WindowEvent[] }[] = [];
    const idsOf = new Map<WindowEvent, StreamIds>();
    for (const ofGroup of groupBy(events, ({ logGroupName }) => logGroupName).values()) {
      for (const own of groupBy(ofGroup, ({ logStreamName }) => logStreamName).values()) {
        const ids = await this.#streamIds(own[0]!.logGroupName, own[0]!.logStreamName);
        streams.push({ ids, own });
        for (const event of own) idsOf.set(event, ids);
      }
    }
    return {
      statements: [
        ...insertEvents(events, idsOf),
        ...streams.map(({ ids, own }) => updateStream(ids.streamId, own)),
        ...updateSpans(events),
      ],
      size: events.length,
      committed: () => {
        this.intake.window.markWritten(last.id);
        this.intake.sayAllDropped();
        this.onWritten(events.reduce((sum, { bytes }) => sum + bytes, 0));
      },
    };
  }

  /** To be called when streams may have been deleted. */
  forgetStreams(): void {
    this.#streams.clear();
  }

  async #streamIds(group: string, stream: string): Promise<StreamIds> {
    const key = `${group}\0${stream}`;
    const known = this.#streams.get(key);
    if (known) return known;
    const results = await this.database.batch([
      { sql: "INSERT INTO log_group (name) VALUES (?) ON CONFLICT DO NOTHING", args: [group] },
      {
        sql: "INSERT INTO log_stream (group_id, name) SELECT group_id, ? FROM log_group WHERE name = ? ON CONFLICT DO NOTHING",
        args: [stream, group],
      },
      {
        sql: "SELECT s.stream_id, s.group_id FROM log_stream s JOIN log_group g USING (group_id) WHERE g.name = ? AND s.name = ?",
        args: [group, stream],
      },
    ]);
    const row = results[2]!.rows[0]!;
    const ids = { streamId: Number(row.stream_id), groupId: Number(row.group_id) };
    if (this.#streams.size >= KNOWN_STREAMS) this.#streams.clear();
    this.#streams.set(key, ids);
    return ids;
  }
}

function insertEvents(events: readonly WindowEvent[], idsOf: ReadonlyMap<WindowEvent, StreamIds>): InStatement[] {
  const statements: InStatement[] = [];
  for (let start = 0; start < events.length; start += ROWS_PER_INSERT) {
    const rows = events.slice(start, start + ROWS_PER_INSERT);
    const args: InValue[] = rows.flatMap((event) => {
      const { groupId, streamId } = idsOf.get(event)!;
      return [event.id, groupId, streamId, event.requestId, event.timestampMs, event.message];
    });
    const values = rows.map(() => "(?,?,?,?,?,?)").join(",");
    const columns = "id, group_id, stream_id, request_id, timestamp_ms, message";
    statements.push({ sql: `INSERT INTO log_event (${columns}) VALUES ${values}`, args });
  }
  return statements;
}

function updateStream(streamId: number, events: readonly WindowEvent[]): InStatement {
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const { timestampMs } of events) {
    firstMs = Math.min(firstMs, timestampMs);
    lastMs = Math.max(lastMs, timestampMs);
  }
  return {
    sql: `UPDATE log_stream SET first_event_ms = min(ifnull(first_event_ms, :firstMs), :firstMs),
            last_event_ms = max(ifnull(last_event_ms, :lastMs), :lastMs), event_count = event_count + :count
          WHERE stream_id = :streamId`,
    args: { firstMs, lastMs, count: events.length, streamId },
  };
}

function updateSpans(events: readonly WindowEvent[]): InStatement[] {
  const bySpan = groupBy(events, ({ timestampMs }) => Math.floor(timestampMs / SPAN_MS) * SPAN_MS);
  return [...bySpan].map(([startMs, own]) => ({
    sql: `INSERT INTO log_span (start_ms, first_id, last_id) VALUES (?, ?, ?) ON CONFLICT (start_ms)
          DO UPDATE SET first_id = min(first_id, excluded.first_id), last_id = max(last_id, excluded.last_id)`,
    args: [startMs, own[0]!.id, own.at(-1)!.id],
  }));
}

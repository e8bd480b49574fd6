import type { StoredLogEvent } from "@lambent/model";
import type { Database, DatabaseRow } from "@lambent/sqlite";
import type { InValue } from "@libsql/client";
import type { FilterPattern } from "../filter-pattern/filter-pattern.ts";
import { SPAN_MS } from "./log-batches.ts";

export interface LogScan {
  logGroupName: string;
  logStreamName?: string;
  requestId?: string;
  startMs?: number;
  endMs?: number;
  /** Exclusive. */
  beforeId?: number;
  /** Exclusive. */
  afterId?: number;
  oldestFirst: boolean;
  pattern: FilterPattern;
}

/**
 * Rows looked at in one go. Writing waits meanwhile, so a large group is read in steps of a few ms; the first are
 * small as most readers want the newest few.
 */
const FIRST_STEP_ROWS = 128;
const STEP_ROWS_MAX = 2_048;

interface Condition {
  sql: string;
  args: InValue[];
}

/** The written events that match, in the order of their ids; the caller stops when it has enough. */
export async function* scanLogEvents(database: Database, scan: LogScan): AsyncGenerator<StoredLogEvent> {
  const place = await findPlace(database, scan);
  const span = place && (await idsWithinTime(database, scan));
  if (!place || !span) return;
  const wanted = wantedRows(scan);
  let after = Math.max(scan.afterId ?? 0, span.firstId - 1);
  let before = Math.min(scan.beforeId ?? Number.MAX_SAFE_INTEGER, span.lastId + 1);
  const direction = scan.oldestFirst ? "ASC" : "DESC";
  for (let stepRows = FIRST_STEP_ROWS; ; stepRows = Math.min(4 * stepRows, STEP_ROWS_MAX)) {
    const step = await database.execute({
      sql: `SELECT min(id) AS first_id, max(id) AS last_id, count(*) AS row_count
            FROM (SELECT e.id FROM log_event e WHERE ${place.sql} AND e.id > ? AND e.id < ? ORDER BY e.id ${direction} LIMIT ${stepRows})`,
      args: [...place.args, after, before],
    });
    const { first_id, last_id, row_count } = step.rows[0]!;
    if (Number(row_count) === 0) return;
    const { rows } = await database.execute({
      sql: `SELECT e.id, e.timestamp_ms, e.message, s.name AS stream
            FROM log_event e JOIN log_stream s USING (stream_id)
            WHERE ${place.sql} AND e.id BETWEEN ? AND ? ${wanted.sql} ORDER BY e.id ${direction}`,
      args: [...place.args, first_id as number, last_id as number, ...wanted.args],
    });
    for (const row of rows) {
      if (scan.pattern.matches(String(row.message))) yield storedLogEvent(row, scan.logGroupName);
    }
    if (Number(row_count) < stepRows) return;
    if (scan.oldestFirst) after = Number(last_id);
    else before = Number(first_id);
  }
}

function storedLogEvent(row: DatabaseRow, logGroupName: string): StoredLogEvent {
  return {
    id: Number(row.id),
    logGroupName,
    logStreamName: String(row.stream),
    timestampMs: Number(row.timestamp_ms),
    message: String(row.message),
  };
}

/** The narrowest index that holds everything asked for; null when there is no such group or stream. */
async function findPlace(database: Database, { logGroupName, logStreamName }: LogScan): Promise<Condition | null> {
  const found = await database.execute({
    sql: `SELECT g.group_id, s.stream_id FROM log_group g
          LEFT JOIN log_stream s ON s.group_id = g.group_id AND s.name = ? WHERE g.name = ?`,
    args: [logStreamName ?? null, logGroupName],
  });
  const row = found.rows[0];
  if (!row || (logStreamName !== undefined && row.stream_id === null)) return null;
  return logStreamName === undefined
    ? { sql: "e.group_id = ?", args: [row.group_id as number] }
    : { sql: "e.stream_id = ?", args: [row.stream_id as number] };
}

/** Bounds for the ids of events in the time asked for; null when there are none. */
async function idsWithinTime(database: Database, { startMs, endMs }: LogScan) {
  if (startMs === undefined && endMs === undefined) return { firstId: 1, lastId: Number.MAX_SAFE_INTEGER - 1 };
  const { rows } = await database.execute({
    sql: "SELECT min(first_id) AS first_id, max(last_id) AS last_id FROM log_span WHERE start_ms > ? AND start_ms < ?",
    args: [startMs === undefined ? Number.MIN_SAFE_INTEGER : startMs - SPAN_MS, endMs ?? Number.MAX_SAFE_INTEGER],
  });
  const row = rows[0]!;
  if (row.first_id === null) return null;
  return { firstId: Number(row.first_id), lastId: Number(row.last_id) };
}

function wantedRows({ requestId, startMs, endMs, pattern }: LogScan): Condition {
  const wanted: Condition = { sql: "", args: [] };
  const add = (sql: string, arg: InValue) => {
    wanted.sql += ` AND ${sql}`;
    wanted.args.push(arg);
  };
  if (requestId !== undefined) add("e.request_id = ?", requestId);
  if (startMs !== undefined) add("e.timestamp_ms >= ?", startMs);
  if (endMs !== undefined) add("e.timestamp_ms < ?", endMs);
  // SQLite sorts out most rows more cheaply than they can be brought into JavaScript.
  for (const text of pattern.requiredTexts) add("instr(e.message, ?) > 0", text);
  return wanted;
}

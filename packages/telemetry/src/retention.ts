import type { Database } from "@lambent/sqlite";
import { deleteOldestEvents } from "./logs/log-deletion.ts";

export interface RetentionLimits {
  /** Bytes that logs, records and metrics may take up in the file. */
  maxBytes: number;
  /** Days that log events and invocation records are kept; null for as long as they fit. */
  retentionDays: number | null;
}

/** As on AWS nothing expires by its age; unlike there the disk has an end. */
export const RETENTION_LIMITS: RetentionLimits = { maxBytes: 1_073_741_824, retentionDays: null };

const DAY_MS = 86_400_000;
/** As CloudWatch keeps metrics: 15 months. Theirs lose resolution on the way, ours don't. */
const METRIC_RETENTION_DAYS = 455;
/** Once over the limit, go below it by this, so that not every batch has to make room. */
const ROOM = 0.95;
const DELETE_RECORDS = 200;
const DELETE_RECORD_BYTES = 1_048_576;
const VACUUM_PAGES = 2_000;

/** Deletes what is too old, then the oldest events and records until the rest fits; gives free space back. */
export async function enforceRetention(database: Database, limits: RetentionLimits, nowMs: number): Promise<void> {
  await database.execute({
    sql: "DELETE FROM metric_minute WHERE minute_ms < ?",
    args: [nowMs - METRIC_RETENTION_DAYS * DAY_MS],
  });
  if (limits.retentionDays !== null) {
    const beforeMs = nowMs - limits.retentionDays * DAY_MS;
    while ((await deleteOldestEvents(database, beforeMs)) > 0);
    while ((await deleteOldestRecords(database, beforeMs)) > 0);
  }
  if ((await usedBytes(database)) > limits.maxBytes) await shrinkTo(database, limits.maxBytes * ROOM);
  await giveSpaceBack(database);
}

async function shrinkTo(database: Database, targetBytes: number): Promise<void> {
  while ((await usedBytes(database)) > targetBytes) {
    const { rows } = await database.execute(
      `SELECT (SELECT timestamp_ms FROM log_event ORDER BY id LIMIT 1) AS event_ms,
              (SELECT started_ms FROM invocation ORDER BY invocation_id LIMIT 1) AS record_ms`,
    );
    const { event_ms, record_ms } = rows[0]!;
    if (event_ms === null && record_ms === null) return;
    const eventsAreOlder = record_ms === null || (event_ms !== null && Number(event_ms) <= Number(record_ms));
    if (eventsAreOlder) await deleteOldestEvents(database);
    else await deleteOldestRecords(database);
  }
}

async function deleteOldestRecords(database: Database, beforeMs = Number.MAX_SAFE_INTEGER): Promise<number> {
  const { rowsAffected } = await database.execute({
    // Few at once when they are long, so that not more is deleted than has to be.
    sql: `DELETE FROM invocation WHERE invocation_id IN (SELECT invocation_id FROM (
            SELECT invocation_id, started_ms, sum(bytes) OVER (ORDER BY invocation_id) - bytes AS bytes_before FROM (
              SELECT invocation_id, started_ms, length(record) AS bytes FROM invocation ORDER BY invocation_id LIMIT ?))
          WHERE started_ms < ? AND bytes_before < ?)`,
    args: [DELETE_RECORDS, beforeMs, DELETE_RECORD_BYTES],
  });
  return rowsAffected;
}

async function usedBytes(database: Database): Promise<number> {
  const [pages, free, size] = await Promise.all(
    ["page_count", "freelist_count", "page_size"].map(async (name) => {
      const { rows } = await database.execute(`PRAGMA ${name}`);
      return Number(rows[0]![name]);
    }),
  );
  return (pages! - free!) * size!;
}

async function giveSpaceBack(database: Database): Promise<void> {
  while (true) {
    const { rows } = await database.execute("PRAGMA freelist_count");
    if (Number(rows[0]!.freelist_count) < VACUUM_PAGES) return;
    await database.executeMultiple(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
  }
}

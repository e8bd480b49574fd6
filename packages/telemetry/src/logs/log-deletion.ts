import type { Database } from "@lambent/sqlite";

/** Deleting this many rows takes some 10 ms; readers and writers have their turn after it. */
const DELETE_ROWS = 2_000;
/** Of few and long events fewer go at once, so that not more is deleted than has to be. */
const DELETE_BYTES = 1_048_576;

/** Deletes the group's events up to the id, and the group when nothing newer is left. */
export async function deleteLogGroup(database: Database, logGroupName: string, throughId: number): Promise<void> {
  const found = await database.execute({ sql: "SELECT group_id FROM log_group WHERE name = ?", args: [logGroupName] });
  const groupId = found.rows[0]?.group_id as number | undefined;
  if (groupId === undefined) return;
  let deleted: number;
  do {
    deleted = await deleteEvents(database, {
      sql: "SELECT id FROM log_event WHERE group_id = ? AND id <= ? ORDER BY id LIMIT ?",
      args: [groupId, throughId, DELETE_ROWS],
    });
  } while (deleted > 0);
  await database.batch([
    { sql: "DELETE FROM log_stream WHERE group_id = ? AND event_count = 0", args: [groupId] },
    {
      sql: "DELETE FROM log_group WHERE group_id = ? AND NOT EXISTS (SELECT 1 FROM log_stream s WHERE s.group_id = log_group.group_id)",
      args: [groupId],
    },
  ]);
}

/**
 * Deletes some of the oldest events, in the order they came in.
 * @param beforeMs when given, only events older than this, up to the first one that isn't.
 * @returns how many went.
 */
export async function deleteOldestEvents(database: Database, beforeMs?: number): Promise<number> {
  const oldest = "SELECT id, timestamp_ms FROM log_event ORDER BY id LIMIT ?";
  const bytesBefore = "sum(length(message)) OVER (ORDER BY id) - length(message) AS bytes_before";
  return deleteEvents(
    database,
    beforeMs === undefined
      ? {
          sql: `SELECT id FROM (SELECT id, ${bytesBefore} FROM (SELECT id, message FROM log_event ORDER BY id LIMIT ?)) WHERE bytes_before < ?`,
          args: [DELETE_ROWS, DELETE_BYTES],
        }
      : {
          sql: `SELECT id FROM (${oldest}) WHERE id < ifnull((SELECT min(id) FROM (${oldest}) WHERE timestamp_ms >= ?), 9e15)`,
          args: [DELETE_ROWS, DELETE_ROWS, beforeMs],
        },
  );
}

async function deleteEvents(database: Database, choice: { sql: string; args: number[] }): Promise<number> {
  const results = await database.batch([
    "CREATE TEMP TABLE IF NOT EXISTS doomed (id INTEGER PRIMARY KEY, stream_id INTEGER NOT NULL)",
    "DELETE FROM doomed",
    {
      sql: `INSERT INTO doomed SELECT id, stream_id FROM log_event WHERE id IN (${choice.sql})`,
      args: choice.args,
    },
    "DELETE FROM log_event WHERE id IN (SELECT id FROM doomed)",
    // After the deletion: what a stream begins with now.
    `UPDATE log_stream SET
         event_count = event_count - (SELECT count(*) FROM doomed d WHERE d.stream_id = log_stream.stream_id),
         first_event_ms = (SELECT e.timestamp_ms FROM log_event e WHERE e.stream_id = log_stream.stream_id ORDER BY e.id LIMIT 1)
       WHERE stream_id IN (SELECT stream_id FROM doomed)`,
    "DELETE FROM log_stream WHERE event_count = 0 AND stream_id IN (SELECT stream_id FROM doomed)",
    "DELETE FROM log_span WHERE last_id < ifnull((SELECT min(id) FROM log_event), 9e15)",
    "SELECT count(*) AS deleted FROM doomed",
  ]);
  return Number(results.at(-1)!.rows[0]!.deleted);
}

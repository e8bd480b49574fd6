import type { LogStream } from "@lambent/model";
import type { Database } from "@lambent/sqlite";

/** The streams of a group that hold events, the one with the newest event first. */
export async function listLogStreams(database: Database, logGroupName: string): Promise<LogStream[]> {
  const { rows } = await database.execute({
    sql: `SELECT s.name, s.first_event_ms, s.last_event_ms, s.event_count
          FROM log_stream s JOIN log_group g USING (group_id)
          WHERE g.name = ? AND s.event_count > 0 ORDER BY s.last_event_ms DESC, s.stream_id DESC`,
    args: [logGroupName],
  });
  return rows.map((row) => ({
    logStreamName: String(row.name),
    firstEventMs: Number(row.first_event_ms),
    lastEventMs: Number(row.last_event_ms),
    eventCount: Number(row.event_count),
  }));
}

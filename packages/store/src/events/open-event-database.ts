import { join } from "node:path";
import { type Database, openDatabase } from "@lambent/sqlite";

/** Forward-only: a released entry never changes, a new one goes to the end. `PRAGMA user_version` counts those applied. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE queued_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL,
    region TEXT NOT NULL,
    function_name TEXT NOT NULL,
    qualifier TEXT NOT NULL,
    request_id TEXT NOT NULL,
    accepted_ms INTEGER NOT NULL,
    due_ms INTEGER NOT NULL,
    invoke_count INTEGER NOT NULL DEFAULT 0,
    postponements INTEGER NOT NULL DEFAULT 0,
    client_context TEXT,
    lineage TEXT,
    payload_bytes INTEGER NOT NULL,
    -- Last, so that no other column lies behind a megabyte of overflow pages
    payload BLOB NOT NULL
  );
  CREATE INDEX queued_event_by_lane ON queued_event (account_id, region, function_name, due_ms, id, payload_bytes);
  `,
];

/** Opens `events.db` in the directory. @throws when the file was written by a newer release, or can't be opened. */
export async function openEventDatabase(directory: string): Promise<Database> {
  const database = await openDatabase({
    path: join(directory, "events.db"),
    synchronous: "FULL",
    migrations: MIGRATIONS,
    onNewerFile: "Start that release: the file holds events that wait to be run.",
  });
  try {
    // What a former backlog has taken. As a script: a single statement would be left after its first page, and no later
    // transaction could commit.
    await database.executeMultiple("PRAGMA incremental_vacuum");
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

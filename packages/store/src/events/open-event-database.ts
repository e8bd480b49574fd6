import { open } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DatabaseThread } from "./database-thread.ts";

/** How long a statement waits for another process (a backup) that holds the file's lock. */
const BUSY_TIMEOUT_MS = 5_000;

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

/**
 * Opens `events.db` in the directory, made and migrated as needed. What is committed is on disk: `synchronous` is FULL.
 * @throws when the file was written by a newer release, or can't be opened.
 */
export async function openEventDatabase(directory: string): Promise<DatabaseThread> {
  const path = join(directory, "events.db");
  // Made by us rather than by SQLite, for its mode; SQLite gives the same one to its -wal and -shm files.
  await open(path, "ax", 0o600).then(
    (made) => made.close(),
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    },
  );
  const database = new DatabaseThread({ url: pathToFileURL(path).href, timeout: BUSY_TIMEOUT_MS });
  try {
    // Only an empty file takes auto_vacuum; it is what gives the space of a former backlog back.
    await database.execute("PRAGMA auto_vacuum = INCREMENTAL");
    await database.execute("PRAGMA journal_mode = WAL");
    await database.execute("PRAGMA synchronous = FULL");
    await migrate(database, path);
    // As a script: a single statement would be left after its first page, and no later transaction could commit.
    await database.script("PRAGMA incremental_vacuum");
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function migrate(database: DatabaseThread, path: string): Promise<void> {
  const applied = Number((await database.execute("PRAGMA user_version"))[0]?.user_version ?? 0);
  if (applied > MIGRATIONS.length) {
    throw new Error(
      `${path} was written by a newer release (schema ${applied}; this one knows ${MIGRATIONS.length}). Start that release: the file holds events that wait to be run.`,
    );
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < applied) continue;
    await database.script(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

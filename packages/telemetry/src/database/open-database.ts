import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Database } from "./database.ts";
import { MIGRATIONS } from "./migrations.ts";

/** How long a statement waits for another process that holds the write lock. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens `telemetry.db` in the directory, creating and migrating it as needed.
 * Committed means safe against the end of the process; the last moments may be lost when the machine loses power,
 * never the file's integrity.
 * @throws when the file was written by a newer release, or can't be opened.
 */
export async function openDatabase(directory: string): Promise<Database> {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "telemetry.db");
  const database = new Database({ url: pathToFileURL(path).href, timeout: BUSY_TIMEOUT_MS });
  try {
    // Only an empty file takes auto_vacuum; it is what later lets deleted logs give their space back.
    await database.execute("PRAGMA auto_vacuum = INCREMENTAL");
    await database.execute("PRAGMA journal_mode = WAL");
    // Belongs to the connection, which the client keeps as long as nobody calls its `transaction()`.
    await database.execute("PRAGMA synchronous = NORMAL");
    await migrate(database, path);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function migrate(database: Database, path: string): Promise<void> {
  const applied = Number((await database.execute("PRAGMA user_version")).rows[0]?.user_version ?? 0);
  if (applied > MIGRATIONS.length) {
    throw new Error(
      `${path} was written by a newer release (schema ${applied}; this one knows ${MIGRATIONS.length}). Start that release, or move the file away to begin with empty logs.`,
    );
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < applied) continue;
    await database.executeMultiple(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

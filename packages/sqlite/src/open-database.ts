import { open } from "node:fs/promises";
import { Database } from "./database.ts";

/** How long a statement waits for another process (a backup) that holds the file's lock. */
const BUSY_TIMEOUT_MS = 5_000;

export interface DatabaseFile {
  /** In a directory that is there. */
  path: string;
  /**
   * `FULL`: what is committed is on disk. `NORMAL`: it is safe against the end of the process; the last moments may be lost when
   * the machine loses power, never the file's integrity.
   */
  synchronous: "FULL" | "NORMAL";
  /** For a file that is written all the time; SQLite's own figures are 2,000 KiB and 1,000 pages. */
  buffers?: {
    /** Pages in memory: those of an index by random ids would else be read again for each batch. */
    cacheKib: number;
    /** Pages of 4 KiB in the write-ahead log before they go to the file: one that is written again and again goes there once. */
    checkpointPages: number;
  };
  /** Forward-only: a released entry never changes, a new one goes to the end. `PRAGMA user_version` counts those applied. */
  migrations: readonly string[];
  /** What to do about a file that a newer release has written: a sentence or two. */
  onNewerFile: string;
}

/**
 * Opens a SQLite file in WAL mode, made (mode 600) and migrated as needed. One process at a time.
 * @throws when the file was written by a newer release, or can't be opened.
 */
export async function openDatabase(file: DatabaseFile): Promise<Database> {
  const { path, synchronous, buffers, migrations, onNewerFile } = file;
  // Made by us rather than by SQLite, for its mode; SQLite gives the same one to its -wal and -shm files.
  await open(path, "ax", 0o600).then(
    (made) => made.close(),
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    },
  );
  const database = new Database(path, BUSY_TIMEOUT_MS);
  try {
    // Only an empty file takes auto_vacuum; it is what later lets deleted rows give their space back.
    await database.execute("PRAGMA auto_vacuum = INCREMENTAL");
    await database.execute("PRAGMA journal_mode = WAL");
    // These belong to the connection.
    await database.execute(`PRAGMA synchronous = ${synchronous}`);
    if (buffers !== undefined) {
      await database.execute(`PRAGMA cache_size = ${-buffers.cacheKib}`);
      await database.execute(`PRAGMA wal_autocheckpoint = ${buffers.checkpointPages}`);
    }
    const applied = Number((await database.execute("PRAGMA user_version")).rows[0]?.user_version ?? 0);
    if (applied > migrations.length) {
      throw new Error(
        `${path} was written by a newer release (schema ${applied}; this one knows ${migrations.length}). ${onNewerFile}`,
      );
    }
    for (const [index, sql] of migrations.entries()) {
      if (index < applied) continue;
      await database.executeMultiple(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT;`);
    }
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

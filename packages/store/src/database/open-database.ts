import { open } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createClient } from "@libsql/client";

import { PrismaClient } from "../generated/client.ts";
import { applyMigrations } from "./apply-migrations.ts";
import { SingleConnectionLibSql } from "./single-connection-adapter.ts";

export type Database = PrismaClient;

/** Another process (a backup, a second server) may hold the write lock this long before a write fails. */
const BUSY_TIMEOUT_MS = 5000;
/** Transactions of one process queue up; Prisma's 2 s would fail the last of a thousand at once. */
const TRANSACTION_WAIT_MS = 30_000;
const CACHE_KIB = 32 * 1024;

/** Opens `lambent.db` in `directory`, made and migrated as needed. */
export async function openDatabase(directory: string, migrationsDirectory = besideTheSources()): Promise<Database> {
  const file = join(directory, "lambent.db");
  // Made by us rather than by SQLite, for its mode; SQLite gives the same one to its -wal and -shm files. Never opened
  // when it is there: closing it would drop the locks of all connections that this process has to it (POSIX), and
  // libsql's last until the garbage collector comes. https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
  await open(file, "ax", 0o600).then((made) => made.close(), unless("EEXIST"));
  const connection = { url: pathToFileURL(file).href, timeout: BUSY_TIMEOUT_MS };
  const client = createClient(connection);
  try {
    // WAL is remembered by the file; `synchronous` stays FULL, libsql's default, so a commit is on disk when it returns.
    await client.execute("PRAGMA journal_mode=WAL");
    await applyMigrations(client, migrationsDirectory);
  } finally {
    client.close();
  }
  const database = new PrismaClient({
    adapter: new SingleConnectionLibSql(connection),
    transactionOptions: { maxWait: TRANSACTION_WAIT_MS, timeout: TRANSACTION_WAIT_MS },
  });
  // The 2 MB that SQLite takes by default don't hold the indexes of 10,000 functions. Lasts as long as the connection.
  await database.$queryRawUnsafe(`PRAGMA cache_size=-${CACHE_KIB}`);
  return database;
}

/** Passes over the failure that is expected. */
function unless(code: string) {
  return (error: NodeJS.ErrnoException) => {
    if (error.code !== code) throw error;
  };
}

function besideTheSources(): string {
  return fileURLToPath(new URL("../../../../prisma/migrations", import.meta.url));
}

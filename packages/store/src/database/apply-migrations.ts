import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Client } from "@libsql/client";

interface Migration {
  /** The folder's name; folders are applied in sorted order. */
  name: string;
  sql: string;
  /** SHA-256 hex of the bytes of migration.sql, as Prisma records it. */
  checksum: string;
}

/** Prisma's own table, so that `prisma migrate status` and `deploy` agree with what happened here. */
const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

/** The database can't be brought to this version's schema; the message says what a person can do. */
export class MigrationFailed extends Error {
  override readonly name = "MigrationFailed";
}

/**
 * Brings the database up to date, recording each migration as `prisma migrate deploy` does.
 * @returns names of the migrations that were applied now.
 * @throws MigrationFailed and leaves the database as the last whole migration left it.
 */
export async function applyMigrations(client: Client, directory: string): Promise<string[]> {
  const migrations = await readMigrations(directory);
  await client.execute(MIGRATIONS_TABLE);
  const finished = await finishedMigrations(client, migrations);
  const pending = migrations.filter(({ name }) => !finished.has(name));
  for (const migration of pending) await applyMigration(client, migration);
  return pending.map(({ name }) => name);
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new MigrationFailed(`The folder of migrations can't be read: ${error.message}`);
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (names.length === 0) throw new MigrationFailed(`No migrations in ${directory}.`);
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(join(directory, name, "migration.sql"));
      return { name, sql: bytes.toString("utf8"), checksum: createHash("sha256").update(bytes).digest("hex") };
    }),
  );
}

async function finishedMigrations(client: Client, migrations: readonly Migration[]): Promise<Set<string>> {
  const { rows } = await client.execute(
    `SELECT "migration_name", "checksum", "finished_at", "logs" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL`,
  );
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const finished = new Set<string>();
  for (const row of rows) {
    const name = String(row.migration_name);
    const migration = known.get(name);
    if (migration === undefined) {
      throw new MigrationFailed(
        `The database was written by a newer version: it knows the migration ${name}. Start that version, or use another data directory.`,
      );
    }
    if (row.finished_at === null) {
      const logs = row.logs === null ? "" : ` It said: ${String(row.logs)}`;
      throw new MigrationFailed(
        `The migration ${name} was begun and not finished; nothing of it was kept.${logs} Restore a copy of the database, or mark the migration as rolled back with "prisma migrate resolve" and start again.`,
      );
    }
    if (row.checksum !== migration.checksum) {
      throw new MigrationFailed(
        `The migration ${name} is not the one that made this database: its text has changed since. Restore the file from version control.`,
      );
    }
    finished.add(name);
  }
  return finished;
}

async function applyMigration(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  await client.execute({
    sql: `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at") VALUES (?, ?, ?, ?)`,
    args: [id, checksum, name, prismaTime()],
  });
  try {
    // Foreign keys off before BEGIN: inside a transaction the PRAGMA does nothing, and the DROP TABLE by which Prisma
    // redefines a table would then delete all child rows.
    await client.executeMultiple(
      `PRAGMA foreign_keys=OFF;\nBEGIN IMMEDIATE;\n${sql}\n;COMMIT;\nPRAGMA foreign_keys=ON;`,
    );
    const { rows } = await client.execute("PRAGMA foreign_key_check");
    if (rows.length > 0) throw new Error(`${rows.length} rows refer to rows that don't exist.`);
  } catch (error) {
    const message = (error as Error).message;
    await client.execute({ sql: `UPDATE "_prisma_migrations" SET "logs" = ? WHERE "id" = ?`, args: [message, id] });
    throw new MigrationFailed(`The migration ${name} failed: ${message}`, { cause: error });
  }
  await client.execute({
    sql: `UPDATE "_prisma_migrations" SET "finished_at" = ?, "applied_steps_count" = 1 WHERE "id" = ?`,
    args: [prismaTime(), id],
  });
}

/** `2026-11-23T08:43:10.292+00:00`, Prisma's way to write a DATETIME into SQLite. */
function prismaTime(): string {
  return new Date().toISOString().replace("Z", "+00:00");
}

import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../../packages/store/src/database/open-database.ts";
import {
  deployMigrations,
  diagnoseMigrations,
  diffMigrationsToSchema,
  MIGRATIONS_DIRECTORY,
} from "./schema-engine.mjs";

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), "lambent-migrations-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test("the migrations lead to the schema", async () => {
  expect(await diffMigrationsToSchema()).toMatchObject({ drifted: false });
});

test("a schema without its migration is noticed", async () => {
  const migrations = join(await temporaryFolder(), "migrations");
  cpSync(MIGRATIONS_DIRECTORY, migrations, { recursive: true });
  mkdirSync(join(migrations, "99999999999999_drift"));
  writeFileSync(join(migrations, "99999999999999_drift", "migration.sql"), `DROP TABLE "TestEvent";`);
  const { drifted, sql } = await diffMigrationsToSchema(migrations);
  expect(drifted).toBe(true);
  expect(sql).toContain(`CREATE TABLE "TestEvent"`);
});

test("Prisma finds nothing to do and nothing to complain about in a database that the server made", async () => {
  const folder = await temporaryFolder();
  const database = await openDatabase(folder);
  onTestFinished(() => database.$disconnect());
  expect(await diagnoseMigrations(join(folder, "lambent.db"))).toEqual({
    history: null,
    failedMigrationNames: [],
    editedMigrationNames: [],
    hasMigrationsTable: true,
  });
  expect(await deployMigrations(join(folder, "lambent.db"))).toEqual([]);
});

test("the server and Prisma make the very same tables, that of the migrations included", async () => {
  const tables = (database) =>
    database.$queryRawUnsafe(`SELECT "type", "name", "sql" FROM "sqlite_master" ORDER BY 1, 2`);
  const [ours, prismas] = [await temporaryFolder(), await temporaryFolder()];
  await deployMigrations(join(prismas, "lambent.db"));
  const made = [];
  for (const folder of [ours, prismas]) {
    const database = await openDatabase(folder);
    onTestFinished(() => database.$disconnect());
    const rows = await tables(database);
    made.push(
      rows.map(({ sql, ...row }) => ({ ...row, sql: sql?.replace(/\s+/g, " ").replace("IF NOT EXISTS ", "") })),
    );
  }
  expect(made[0].length).toBeGreaterThan(10);
  expect(made[0]).toEqual(made[1]);
});

test("the server finds nothing to do in a database that Prisma made", async () => {
  const folder = await temporaryFolder();
  expect(await deployMigrations(join(folder, "lambent.db"))).not.toEqual([]);
  const database = await openDatabase(folder);
  onTestFinished(() => database.$disconnect());
  const applied = await database.$queryRawUnsafe(
    `SELECT count(*) AS n FROM "_prisma_migrations" WHERE applied_steps_count <> 1`,
  );
  expect(applied).toEqual([{ n: 0 }]);
  expect(await database.function.count()).toBe(0);
});

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Client, createClient } from "@libsql/client";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-store.ts";
import { applyMigrations } from "./apply-migrations.ts";

const PARENTS = `CREATE TABLE "Parent" ("id" INTEGER PRIMARY KEY, "name" TEXT NOT NULL);
CREATE TABLE "Child" ("id" INTEGER PRIMARY KEY, "parentId" INTEGER NOT NULL REFERENCES "Parent" ("id") ON DELETE CASCADE);
INSERT INTO "Parent" VALUES (1, 'one; two'); -- a semicolon in text
INSERT INTO "Child" VALUES (1, 1);`;

/** How Prisma changes a column: a new table, copied and renamed. */
const REDEFINES_PARENT = `-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Parent" ("id" INTEGER PRIMARY KEY, "name" TEXT NOT NULL DEFAULT 'x');
INSERT INTO "new_Parent" ("id", "name") SELECT "id", "name" FROM "Parent";
DROP TABLE "Parent";
ALTER TABLE "new_Parent" RENAME TO "Parent";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;`;

async function migrationsOf(migrations: Record<string, string>): Promise<string> {
  const directory = await temporaryFolder();
  for (const [name, sql] of Object.entries(migrations)) await addMigration(directory, name, sql);
  return directory;
}

async function addMigration(directory: string, name: string, sql: string): Promise<void> {
  await mkdir(join(directory, name), { recursive: true });
  await writeFile(join(directory, name, "migration.sql"), sql);
}

async function emptyDatabase(): Promise<Client> {
  const client = createClient({ url: pathToFileURL(join(await temporaryFolder(), "test.db")).href });
  onTestFinished(() => client.close());
  return client;
}

const count = async (client: Client, table: string) =>
  Number((await client.execute(`SELECT count(*) AS n FROM "${table}"`)).rows[0]?.n);

describe("at the start", () => {
  test("migrations are applied in the order of their names, each once", async () => {
    const client = await emptyDatabase();
    const directory = await migrationsOf({
      "2_second": `CREATE TABLE "B" AS SELECT * FROM "A";`,
      "1_first": `CREATE TABLE "A" ("x");`,
    });
    expect(await applyMigrations(client, directory)).toEqual(["1_first", "2_second"]);
    expect(await applyMigrations(client, directory)).toEqual([]);
    await addMigration(directory, "3_third", `DROP TABLE "B";`);
    expect(await applyMigrations(client, directory)).toEqual(["3_third"]);
  });

  test("a table that is redefined keeps the rows that refer to it", async () => {
    const client = await emptyDatabase();
    await client.execute("PRAGMA foreign_keys=ON");
    await applyMigrations(client, await migrationsOf({ "1_init": PARENTS, "2_redefine": REDEFINES_PARENT }));
    expect([await count(client, "Parent"), await count(client, "Child")]).toEqual([1, 1]);
    await expect(client.execute(`INSERT INTO "Child" VALUES (2, 99)`)).rejects.toThrow(/FOREIGN KEY/);
  });

  test("a migration that fails leaves nothing behind, and the next start stops and says why", async () => {
    const client = await emptyDatabase();
    const directory = await migrationsOf({
      "1_init": PARENTS,
      "2_broken": `CREATE TABLE "New" ("x");\nINSERT INTO "Nowhere" VALUES (1);`,
    });
    await expect(applyMigrations(client, directory)).rejects.toThrow(/2_broken failed:.*no such table: Nowhere/);
    await expect(client.execute(`SELECT * FROM "New"`)).rejects.toThrow(/no such table/);
    await expect(applyMigrations(client, directory)).rejects.toThrow(/2_broken was begun and not finished.*Nowhere/s);
    await client.execute(
      `UPDATE "_prisma_migrations" SET "rolled_back_at" = current_timestamp WHERE "finished_at" IS NULL`,
    );
    await addMigration(directory, "2_broken", `CREATE TABLE "New" ("x");`);
    expect(await applyMigrations(client, directory)).toEqual(["2_broken"]);
  });

  test("a migration that leaves rows without their parent fails", async () => {
    const client = await emptyDatabase();
    const directory = await migrationsOf({ "1_init": PARENTS, "2_orphans": `DELETE FROM "Parent";` });
    await expect(applyMigrations(client, directory)).rejects.toThrow(/1 rows refer to rows that don't exist/);
  });

  test("a migration whose text has changed stops the start", async () => {
    const client = await emptyDatabase();
    const directory = await migrationsOf({ "1_init": PARENTS });
    await applyMigrations(client, directory);
    await addMigration(directory, "1_init", `${PARENTS}\n`);
    await expect(applyMigrations(client, directory)).rejects.toThrow(/its text has changed/);
  });

  test("a database of a newer version is left alone", async () => {
    const client = await emptyDatabase();
    await applyMigrations(client, await migrationsOf({ "1_init": PARENTS, "2_newer": `CREATE TABLE "New" ("x");` }));
    await expect(applyMigrations(client, await migrationsOf({ "1_init": PARENTS }))).rejects.toThrow(
      /newer version: it knows the migration 2_newer/,
    );
  });

  test("a folder without migrations is an error, not an empty database", async () => {
    const client = await emptyDatabase();
    await expect(applyMigrations(client, await temporaryFolder())).rejects.toThrow(/No migrations/);
    await expect(applyMigrations(client, "/nowhere/at/all")).rejects.toThrow(/can't be read/);
  });
});

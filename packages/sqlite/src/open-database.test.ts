import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "./open-database.ts";

const MIGRATIONS = ["CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT UNIQUE, bytes BLOB)"];

async function newFile() {
  const directory = await mkdtemp(join(tmpdir(), "lambent-sqlite-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const path = join(directory, "things.db");
  const open = async (migrations = MIGRATIONS) => {
    const database = await openDatabase({ path, synchronous: "FULL", migrations, onNewerFile: "Start that release." });
    onTestFinished(() => database.close());
    return database;
  };
  return { directory, path, open };
}
const insert = (name: string, bytes: Uint8Array = new Uint8Array()) => ({
  sql: "INSERT INTO thing (name, bytes) VALUES (?, ?)",
  args: [name, bytes],
});
const NAMES = { sql: "SELECT name FROM thing ORDER BY id", args: [] };

test("a batch is done whole or not at all, and its failure has SQLite's code", async () => {
  const database = await (await newFile()).open();
  const [first] = await database.batch([insert("a", Buffer.from("bytes")), insert("b")]);
  expect(first).toEqual({ rows: [], rowsAffected: 1 });
  await expect(database.batch([insert("c"), insert("a")])).rejects.toMatchObject({
    code: "SQLITE_CONSTRAINT",
    message: expect.stringContaining("UNIQUE constraint failed: thing.name"),
  });
  const [names, bytes] = await database.read([NAMES, { sql: "SELECT bytes FROM thing WHERE name = ?", args: ["a"] }]);
  expect(names?.rows).toEqual([{ name: "a" }, { name: "b" }]);
  expect(Buffer.from(bytes?.rows[0]?.bytes as ArrayBuffer).toString()).toBe("bytes");
});

test("a file that is written all the time keeps more in memory and in its log", async () => {
  const { directory } = await newFile();
  const buffers = { cacheKib: 16_384, checkpointPages: 8_000 };
  const path = join(directory, "busy.db");
  const busy = await openDatabase({ path, synchronous: "NORMAL", buffers, migrations: [], onNewerFile: "" });
  expect((await busy.execute("PRAGMA cache_size")).rows).toEqual([{ cache_size: -16_384 }]);
  expect((await busy.execute("PRAGMA wal_autocheckpoint")).rows).toEqual([{ wal_autocheckpoint: 8_000 }]);
  await busy.close();
});

test("its owner alone may read it, and what is in it is there the next time", async () => {
  const { directory, open } = await newFile();
  const database = await open();
  await database.batch([insert("a")]);
  for (const name of await readdir(directory)) expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
  expect((await database.execute("PRAGMA journal_mode")).rows).toEqual([{ journal_mode: "wal" }]);
  expect((await database.execute("PRAGMA synchronous")).rows).toEqual([{ synchronous: 2 }]);
  await database.close();
  await expect(database.execute(NAMES)).rejects.toThrow("The database is closed.");
  const again = await open([...MIGRATIONS, "ALTER TABLE thing ADD COLUMN size INTEGER; UPDATE thing SET size = 7"]);
  expect((await again.execute("SELECT name, size FROM thing")).rows).toEqual([{ name: "a", size: 7 }]);
});

test("a migration that fails leaves nothing behind, and a file of a newer release is left alone", async () => {
  const { path, open } = await newFile();
  await (await open()).close();
  const broken = [...MIGRATIONS, "ALTER TABLE thing ADD COLUMN size INTEGER; INSERT INTO nowhere VALUES (1)"];
  await expect(open(broken)).rejects.toThrow("no such table: nowhere");
  const database = await open();
  expect((await database.execute("SELECT * FROM pragma_table_info('thing')")).rows).toHaveLength(3);
  await database.execute("PRAGMA user_version = 99");
  await database.close();
  await expect(open()).rejects.toThrow(
    `${path} was written by a newer release (schema 99; this one knows 1). Start that release.`,
  );
});

// Migrations of prisma/schema.prisma, without the schema engine's binary (it would have to be downloaded): the same
// engine runs here as WebAssembly.
//   node scripts/migrate.mjs new <name>   writes prisma/migrations/<time>_<name>/migration.sql from the difference
//   node scripts/migrate.mjs check        exits 2 when the migrations don't lead to the schema
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diffMigrationsToSchema, MIGRATIONS_DIRECTORY } from "./migrate/schema-engine.mjs";

const [command, name, ...rest] = process.argv.slice(2);

async function writeMigration() {
  const { sql, drifted } = await diffMigrationsToSchema();
  if (!drifted) {
    process.stdout.write("The migrations already lead to the schema; nothing to write.\n");
    return 0;
  }
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const directory = join(MIGRATIONS_DIRECTORY, `${time}_${name}`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "migration.sql"), sql);
  writeFileSync(
    join(MIGRATIONS_DIRECTORY, "migration_lock.toml"),
    '# Read by Prisma: the database that these migrations are for.\nprovider = "sqlite"\n',
  );
  process.stdout.write(`Wrote ${join(directory, "migration.sql")}. Read it: it is applied as it stands.\n`);
  return 0;
}

async function checkMigrations() {
  const { sql, drifted } = await diffMigrationsToSchema();
  if (!drifted) {
    process.stdout.write("The migrations lead to the schema.\n");
    return 0;
  }
  process.stderr.write(
    `prisma/schema.prisma has changes that no migration makes. Run: node scripts/migrate.mjs new <name>\n${sql}\n`,
  );
  return 2;
}

if (command === "new" && /^[a-z0-9_]+$/.test(name ?? "") && rest.length === 0)
  process.exitCode = await writeMigration();
else if (command === "check" && name === undefined) process.exitCode = await checkMigrations();
else {
  process.stderr.write("Usage: node scripts/migrate.mjs new <name of a-z, 0-9, _> | check\n");
  process.exitCode = 64;
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const SCHEMA = join(repository, "prisma", "schema.prisma");
export const MIGRATIONS_DIRECTORY = join(repository, "prisma", "migrations");
const FILTERS = { externalTables: [], externalEnums: [] };

const requireFromStore = createRequire(join(repository, "packages", "store", "package.json"));
const importFromStore = (name) => import(pathToFileURL(requireFromStore.resolve(name)).href);

/**
 * What is missing between the migrations (of `migrationsDirectory`) and the schema.
 * @returns {Promise<{ sql: string, drifted: boolean }>}
 */
export async function diffMigrationsToSchema(migrationsDirectory = MIGRATIONS_DIRECTORY) {
  return withEngine(":memory:", async (engine) => {
    const migrations = readMigrations(migrationsDirectory);
    const { stdout, exitCode } = await engine.diff({
      from: migrations.migrationDirectories.length === 0 ? { tag: "empty" } : { tag: "migrations", ...migrations },
      to: { tag: "schemaDatamodel", files: [{ path: SCHEMA, content: readFileSync(SCHEMA, "utf8") }] },
      script: true,
      exitCode: true,
      shadowDatabaseUrl: null,
      filters: FILTERS,
    });
    return { sql: stdout ?? "", drifted: exitCode === 2 };
  });
}

/** Applies the migrations to a database file as `prisma migrate deploy` does. @returns names of those applied */
export async function deployMigrations(databaseFile, migrationsDirectory = MIGRATIONS_DIRECTORY) {
  return withEngine(pathToFileURL(databaseFile).href, async (engine) => {
    const result = await engine.applyMigrations({
      migrationsList: readMigrations(migrationsDirectory),
      filters: FILTERS,
    });
    return result.appliedMigrationNames;
  });
}

/** What `prisma migrate status` would say of a database file. */
export async function diagnoseMigrations(databaseFile, migrationsDirectory = MIGRATIONS_DIRECTORY) {
  return withEngine(pathToFileURL(databaseFile).href, (engine) =>
    engine.diagnoseMigrationHistory({
      migrationsList: readMigrations(migrationsDirectory),
      optInToShadowDatabase: true,
      filters: FILTERS,
    }),
  );
}

function readMigrations(directory) {
  const lock = join(directory, "migration_lock.toml");
  const names = existsSync(directory)
    ? readdirSync(directory, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];
  return {
    baseDir: directory,
    lockfile: { path: "migration_lock.toml", content: existsSync(lock) ? readFileSync(lock, "utf8") : null },
    shadowDbInitScript: "",
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(join(directory, name, "migration.sql"), "utf8") },
      },
    })),
  };
}

async function withEngine(url, work) {
  const { bindMigrationAwareSqlAdapterFactory } = await importFromStore("@prisma/driver-adapter-utils");
  const { PrismaLibSql } = await importFromStore("@prisma/adapter-libsql");
  class ScriptedLibSql extends PrismaLibSql {
    async connect() {
      return runWholeScripts(await super.connect());
    }
    async connectToShadowDb() {
      return runWholeScripts(await super.connectToShadowDb());
    }
  }
  const { SchemaEngine } = await loadSchemaEngine();
  const engine = await SchemaEngine.new(
    { datamodels: [[SCHEMA, readFileSync(SCHEMA, "utf8")]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(new ScriptedLibSql({ url })),
  );
  return work(engine);
}

let schemaEngine;

/** The engine's JavaScript keeps its memory in module variables: one instance a process. */
function loadSchemaEngine() {
  schemaEngine ??= instantiateSchemaEngine();
  return schemaEngine;
}

/** The package's own entry imports a .wasm file, which Node 20 can't; so it is instantiated by hand. */
async function instantiateSchemaEngine() {
  const base = dirname(requireFromStore.resolve("@prisma/schema-engine-wasm"));
  const glue = await import(pathToFileURL(join(base, "schema_engine_bg.js")).href);
  const { instance } = await WebAssembly.instantiate(readFileSync(join(base, "schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

/** The engine sends whole scripts through executeRaw, where libsql would run the first statement and drop the rest. */
function runWholeScripts(adapter) {
  const executeOne = adapter.executeRaw.bind(adapter);
  adapter.executeRaw = async (query) => {
    if (query.args.length > 0) return executeOne(query);
    await adapter.executeScript(query.sql);
    return 0;
  };
  return adapter;
}

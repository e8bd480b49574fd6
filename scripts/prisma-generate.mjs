// Writes the Prisma client from prisma/schema.prisma. `prisma generate` never runs the schema engine, yet Prisma would
// fetch one first: naming any existing file as the engine keeps it off the network.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const schema = join(repository, "prisma", "schema.prisma");
const output = join(repository, "packages", "store", "src", "generated");
const stamp = join(output, "schema.sha256");
const requireFromStore = createRequire(join(repository, "packages", "store", "package.json"));
const prismaPackage = requireFromStore.resolve("prisma/package.json");
const { version, bin } = JSON.parse(readFileSync(prismaPackage, "utf8"));

const hash = createHash("sha256").update(version).update(readFileSync(schema)).digest("hex");
if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) {
  process.stdout.write("The database client is up to date.\n");
} else {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(dirname(prismaPackage), bin.prisma), "generate", "--schema", schema],
    {
      cwd: repository,
      encoding: "utf8",
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    },
  );
  if (status !== 0) {
    process.stderr.write(`prisma generate failed:\n${stdout}${stderr}\n`);
    process.exit(1);
  }
  writeFileSync(stamp, hash);
  process.stdout.write(`The database client was written by Prisma ${version}.\n`);
}

import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createClient } from "@libsql/client";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-store.ts";
import { applyMigrations } from "./apply-migrations.ts";

const MIGRATIONS = fileURLToPath(new URL("../../../../prisma/migrations", import.meta.url));

test("functions of the first version keep their rows and get the defaults of what came later", async () => {
  const client = createClient({ url: pathToFileURL(join(await temporaryFolder(), "test.db")).href });
  onTestFinished(() => client.close());
  const onlyFirst = await temporaryFolder();
  const [first] = (await readdir(MIGRATIONS)).filter((name) => /^\d+_/.test(name)).sort();
  await cp(join(MIGRATIONS, first!), join(onlyFirst, first!), { recursive: true });
  await applyMigrations(client, onlyFirst);
  const texts = [
    ...["accountId", "region", "functionName", "functionNameFolded", "description", "descriptionFolded", "runtime"],
    ...["architecture", "packageType", "handler", "role", "roleName", "codeSha256", "logGroupName", "lastModified"],
    ...["revisionId", "state"],
  ];
  const numbers = ["roleManaged", "memoryMb", "timeoutSeconds", "ephemeralStorageMb", "codeSizeBytes"];
  await client.execute({
    sql: `INSERT INTO "Function" (${[...texts, ...numbers, "environmentSealed"].map((name) => `"${name}"`).join(", ")})
          VALUES (${[...texts, ...numbers, "sealed"].map(() => "?").join(", ")})`,
    args: [...texts, ...numbers.map(() => 1), new Uint8Array(1)],
  });
  await client.execute(`INSERT INTO "FunctionTag" VALUES (1, 'team', 'a', 'a')`);

  await applyMigrations(client, MIGRATIONS);
  const { rows } = await client.execute(
    `SELECT f."functionName", f."networkAccess", f."reservedConcurrentExecutions", f."lastPublishedVersion",
            f."recursiveLoop", f."updateRuntimeOn", t."key"
     FROM "Function" f JOIN "FunctionTag" t ON t."functionId" = f."id"`,
  );
  expect(rows.map((row) => ({ ...row }))).toEqual([
    {
      functionName: "functionName",
      networkAccess: "none",
      reservedConcurrentExecutions: null,
      lastPublishedVersion: 0,
      recursiveLoop: "Terminate",
      updateRuntimeOn: "Auto",
      key: "team",
    },
  ]);
});

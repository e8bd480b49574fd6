import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { DEFAULT_ROLE_POLICY_NAME } from "@lambent/model";
import { createClient } from "@libsql/client";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-store.ts";
import { applyMigrations } from "./apply-migrations.ts";

const MIGRATIONS = fileURLToPath(new URL("../../../../prisma/migrations", import.meta.url));

test("functions and roles of the first version keep their rows and policies, and get the defaults of what came later", async () => {
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
  const arn = "arn:aws:iam::000000000000:role/service-role/Hello-role-abcdefgh";
  await client.execute({
    sql: `INSERT INTO "Role" ("accountId", "roleName", "arn", "managed", "policyJson", "trustPolicyJson") VALUES (?, ?, ?, 1, ?, ?)`,
    args: ["000000000000", "Hello-role-abcdefgh", arn, '{"Statement":[1]}', '{"Statement":[2]}'],
  });

  await applyMigrations(client, MIGRATIONS);
  const roles = await client.execute(`SELECT * FROM "Role" r JOIN "RoleInlinePolicy" p ON p."roleName" = r."roleName"`);
  expect(roles.rows.map((row) => ({ ...row }))).toEqual([
    {
      accountId: "000000000000",
      roleName: "Hello-role-abcdefgh",
      roleNameFolded: "hello-role-abcdefgh",
      arn,
      roleId: expect.stringMatching(/^AROA[0-9A-F]{17}$/),
      path: "/service-role/",
      description: "",
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      maxSessionDurationSeconds: 3600,
      tagsJson: "{}",
      managed: 1,
      trustPolicyJson: '{"Statement":[2]}',
      policyName: DEFAULT_ROLE_POLICY_NAME,
      documentJson: '{"Statement":[1]}',
    },
  ]);
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

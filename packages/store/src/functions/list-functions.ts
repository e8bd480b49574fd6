import {
  type FunctionListQuery,
  type FunctionSortKey,
  type FunctionSummary,
  functionArn,
  type Scope,
} from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { Prisma } from "../generated/client.ts";
import { TAG_VALUES_MAX } from "../store.ts";
import { filterSql } from "./filter-sql.ts";

const SORT_COLUMNS: Readonly<Record<FunctionSortKey, Prisma.Sql>> = {
  functionName: Prisma.sql`f."functionNameFolded"`,
  description: Prisma.sql`f."descriptionFolded"`,
  packageType: Prisma.sql`f."packageType"`,
  runtime: Prisma.sql`f."runtime"`,
  architecture: Prisma.sql`f."architecture"`,
  lastModified: Prisma.sql`f."lastModified"`,
};

type SummaryRow = Omit<FunctionSummary, "functionArn" | "tags"> & { id: number };

/** One page of a scope's functions. Raw SQL: a page of 10,000 functions has to be there in a few ms. */
export async function listFunctions(
  database: Database,
  scope: Scope,
  { filter, sort, page }: FunctionListQuery,
): Promise<{ items: FunctionSummary[]; total: number }> {
  const where = Prisma.sql`f."accountId" = ${scope.accountId} AND f."region" = ${scope.region} AND ${filterSql(filter)}`;
  const direction = sort.descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const counted = await database.$queryRaw<{ total: number | bigint }[]>(
    Prisma.sql`SELECT count(*) AS total FROM "Function" f WHERE ${where}`,
  );
  // The name decides between equals, so that pages neither overlap nor leave gaps.
  const rows = await database.$queryRaw<SummaryRow[]>(Prisma.sql`
    SELECT f."id", f."functionName", f."description", f."packageType", f."runtime", f."architecture",
           f."codeSizeBytes", f."memoryMb", f."timeoutSeconds", f."lastModified"
    FROM "Function" f WHERE ${where}
    ORDER BY ${SORT_COLUMNS[sort.by]} ${direction}, f."functionNameFolded" ASC, f."functionName" ASC
    LIMIT ${page.size} OFFSET ${page.index * page.size}`);
  const tags = await tagsOf(
    database,
    rows.map(({ id }) => id),
  );
  return {
    total: Number(counted[0]?.total ?? 0),
    items: rows.map(({ id, ...row }) => ({
      ...row,
      functionArn: functionArn(scope, row.functionName),
      tags: tags.get(id) ?? {},
    })),
  };
}

async function tagsOf(
  database: Database,
  functionIds: readonly number[],
): Promise<Map<number, Record<string, string>>> {
  const tags = new Map<number, Record<string, string>>();
  if (functionIds.length === 0) return tags;
  const rows = await database.$queryRaw<{ functionId: number; key: string; value: string }[]>(
    Prisma.sql`SELECT "functionId", "key", "value" FROM "FunctionTag" WHERE "functionId" IN (${Prisma.join(functionIds)}) ORDER BY "functionId", "key"`,
  );
  for (const { functionId, key, value } of rows) {
    const known = tags.get(functionId) ?? {};
    known[key] = value;
    tags.set(functionId, known);
  }
  return tags;
}

/** Looks at each distinct pair once and asks whether anybody in the scope has it, instead of joining all tags. */
export async function listTagKeys(database: Database, scope: Scope): Promise<{ key: string; values: string[] }[]> {
  const rows = await database.$queryRaw<{ key: string; value: string }[]>(Prisma.sql`
    SELECT "key", "value" FROM (
      SELECT d."key", d."value", row_number() OVER (PARTITION BY d."key" ORDER BY d."value") AS position
      FROM (SELECT DISTINCT "key", "value" FROM "FunctionTag") d
      WHERE EXISTS (
        SELECT 1 FROM "FunctionTag" t JOIN "Function" f ON f."id" = t."functionId"
        WHERE t."key" = d."key" AND t."value" = d."value"
          AND f."accountId" = ${scope.accountId} AND f."region" = ${scope.region})
    ) WHERE position <= ${TAG_VALUES_MAX} ORDER BY "key", "value"`);
  const values = new Map<string, string[]>();
  for (const { key, value } of rows) {
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  return [...values].map(([key, list]) => ({ key, values: list }));
}

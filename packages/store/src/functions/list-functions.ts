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

type SummaryRow = Omit<FunctionSummary, "functionArn" | "tags"> & { id: number; tagsJson: string };

/** One page of a scope's functions. Raw SQL: a page of 10,000 functions has to be there in a few ms. */
export async function listFunctions(
  database: Database,
  scope: Scope,
  query: FunctionListQuery,
): Promise<{ items: FunctionSummary[]; total: number }> {
  const counted = await database.$queryRaw<{ total: number | bigint }[]>(countSql(scope, query));
  // Ids first: finding and sorting stay within an index, and only the page's rows are read.
  const ids = await database.$queryRaw<{ id: number }[]>(idsSql(scope, query));
  const rows = await summaryRows(
    database,
    ids.map(({ id }) => id),
  );
  return {
    total: Number(counted[0]?.total ?? 0),
    items: ids.flatMap(({ id }) => {
      const row = rows.get(id);
      return row === undefined ? [] : [summaryOf(scope, row)];
    }),
  };
}

export function countSql(scope: Scope, { filter }: FunctionListQuery): Prisma.Sql {
  return Prisma.sql`SELECT count(*) AS total FROM "Function" f WHERE ${inScope(scope)} AND ${filterSql(filter)}`;
}

/** The name decides between equals, so that pages neither overlap nor leave gaps. */
export function idsSql(scope: Scope, { filter, sort, page }: FunctionListQuery): Prisma.Sql {
  const direction = sort.descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  return Prisma.sql`SELECT f."id" FROM "Function" f WHERE ${inScope(scope)} AND ${filterSql(filter)}
    ORDER BY ${SORT_COLUMNS[sort.by]} ${direction}, f."functionNameFolded" ASC, f."functionName" ASC
    LIMIT ${page.size} OFFSET ${page.index * page.size}`;
}

function inScope({ accountId, region }: Scope): Prisma.Sql {
  return Prisma.sql`f."accountId" = ${accountId} AND f."region" = ${region}`;
}

async function summaryRows(database: Database, ids: readonly number[]): Promise<Map<number, SummaryRow>> {
  if (ids.length === 0) return new Map();
  const rows = await database.$queryRaw<SummaryRow[]>(Prisma.sql`
    SELECT f."id", f."functionName", f."description", f."packageType", f."runtime", f."architecture",
           f."codeSizeBytes", f."memoryMb", f."timeoutSeconds", f."lastModified",
           (SELECT json_group_object(t."key", t."value") FROM "FunctionTag" t WHERE t."functionId" = f."id") AS "tagsJson"
    FROM "Function" f WHERE f."id" IN (${Prisma.join(ids)})`);
  return new Map(rows.map((row) => [row.id, row]));
}

function summaryOf(scope: Scope, { id: _id, tagsJson, ...columns }: SummaryRow): FunctionSummary {
  return { ...columns, functionArn: functionArn(scope, columns.functionName), tags: JSON.parse(tagsJson) };
}

/** Reads no more than it returns: keys by hopping through their index, values until there are enough. */
export async function listTagKeys(database: Database, scope: Scope): Promise<{ key: string; values: string[] }[]> {
  const keys = await database.$queryRaw<{ key: string }[]>(Prisma.sql`
    WITH RECURSIVE hop(key) AS (
      SELECT min("key") FROM "FunctionTag"
      UNION ALL SELECT (SELECT min("key") FROM "FunctionTag" WHERE "key" > hop.key) FROM hop WHERE hop.key IS NOT NULL)
    SELECT key FROM hop WHERE key IS NOT NULL`);
  const found: { key: string; values: string[] }[] = [];
  for (const { key } of keys) {
    const rows = await database.$queryRaw<{ value: string }[]>(Prisma.sql`
      SELECT DISTINCT t."value" FROM "FunctionTag" t
      WHERE t."key" = ${key} AND EXISTS (
        SELECT 1 FROM "Function" f
        WHERE f."id" = t."functionId" AND f."accountId" = ${scope.accountId} AND f."region" = ${scope.region})
      ORDER BY t."value" LIMIT ${TAG_VALUES_MAX}`);
    if (rows.length > 0) found.push({ key, values: rows.map(({ value }) => value) });
  }
  return found;
}

import type { FunctionFilterToken, FunctionListQuery } from "@lambent/model";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../database/open-database.ts";
import { Prisma } from "../generated/client.ts";
import { SCOPE, temporaryFolder } from "../testing/temporary-store.ts";
import { countSql, idsSql } from "./list-functions.ts";

const QUERY: FunctionListQuery = { sort: { by: "functionName", descending: false }, page: { index: 3, size: 50 } };

test("searches by text and by tag are answered from indexes, without reading a function's row", async () => {
  const database = await openDatabase(await temporaryFolder());
  onTestFinished(() => database.$disconnect());
  const tokens: FunctionFilterToken[] = [
    { operator: ":", value: "orders" },
    { property: "functionName", operator: "^", value: "a" },
    { property: "description", operator: "!:", value: "b" },
    { property: "tag:team", operator: "=", value: "blue" },
    { property: "tag:team", operator: "!^", value: "b" },
  ];
  const filtered = tokens.map(
    (token): FunctionListQuery => ({ ...QUERY, filter: { operation: "or", tokens: [token] } }),
  );
  const queries = [QUERY, ...filtered];
  for (const query of queries) {
    for (const sql of [countSql(SCOPE, query), idsSql(SCOPE, query), idsSql(SCOPE, byDescription(query))]) {
      const plan = await database.$queryRaw<{ detail: string }[]>(Prisma.sql`EXPLAIN QUERY PLAN ${sql}`);
      const reads = plan.map(({ detail }) => detail).filter((detail) => /^(SEARCH|SCAN) [ft] /.test(detail));
      expect(reads.length).toBeGreaterThan(0);
      for (const read of reads) expect(read, sql.sql).toMatch(/^SEARCH . USING COVERING INDEX/);
    }
  }
});

const byDescription = (query: FunctionListQuery): FunctionListQuery => ({
  ...query,
  sort: { by: "description", descending: true },
});

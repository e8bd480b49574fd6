import type { Scope } from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { Prisma } from "../generated/client.ts";

/**
 * Bytes of code as AWS counts them for an account and Region: each function, each published version and each layer version
 * on its own, also where they share a package.
 */
export async function codeSizeBytes(database: Database, { accountId, region }: Scope): Promise<number> {
  const functionsInScope = Prisma.sql`f."accountId" = ${accountId} AND f."region" = ${region}`;
  const rows = await database.$queryRaw<{ bytes: number | bigint | null }[]>(Prisma.sql`
    SELECT sum("bytes") AS "bytes" FROM (
      SELECT f."codeSizeBytes" AS "bytes" FROM "Function" f WHERE ${functionsInScope}
      UNION ALL
      SELECT json_extract(v."settingsJson", '$.codeSizeBytes') FROM "FunctionVersion" v
        JOIN "Function" f ON f."id" = v."functionId" WHERE ${functionsInScope}
      UNION ALL
      SELECT v."codeSizeBytes" FROM "LayerVersion" v
        JOIN "Layer" l ON l."id" = v."layerId" WHERE l."accountId" = ${accountId} AND l."region" = ${region})`);
  return Number(rows[0]?.bytes ?? 0);
}

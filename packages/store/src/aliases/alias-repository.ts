import { randomUUID } from "node:crypto";
import {
  AliasAlreadyExists,
  AliasNotFound,
  FunctionNotFound,
  functionArn,
  LATEST,
  RevisionMismatch,
  type Scope,
} from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { scopeOf } from "../functions/function-repository.ts";
import { requireFunctionId } from "../functions/require-function-id.ts";
import type { Alias as AliasRow, Prisma } from "../generated/client.ts";
import type { AliasPatch, AliasRecord, AliasRepository } from "../version-store.ts";
import { versionNumber } from "../versions/version-number.ts";

export class PrismaAliasRepository implements AliasRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(scope: Scope, functionName: string, alias: Omit<AliasRecord, "revisionId">): Promise<AliasRecord> {
    return this.#database.$transaction(async (transaction) => {
      const functionId = await requireFunctionId(transaction, scope, functionName);
      const data = { ...rowOf(alias), functionId, name: alias.name, revisionId: randomUUID() };
      await requireVersions(transaction, scope, functionName, data);
      if ((await transaction.alias.count({ where: { functionId, name: alias.name } })) > 0) {
        throw new AliasAlreadyExists(functionArn(scope, functionName, alias.name));
      }
      return recordOf(await transaction.alias.create({ data }));
    });
  }

  async get(scope: Scope, functionName: string, name: string): Promise<AliasRecord | null> {
    const row = await this.#database.alias.findFirst({
      where: { name, function: { ...scopeOf(scope), functionName } },
    });
    return row === null ? null : recordOf(row);
  }

  async update(
    scope: Scope,
    functionName: string,
    name: string,
    { expectedRevisionId }: { expectedRevisionId?: string | undefined },
    patch: AliasPatch,
  ): Promise<AliasRecord> {
    return this.#database.$transaction(async (transaction) => {
      const functionId = await requireFunctionId(transaction, scope, functionName);
      const row = await transaction.alias.findUnique({ where: { functionId_name: { functionId, name } } });
      if (row === null) throw AliasNotFound.notFound(functionArn(scope, functionName, name));
      if (expectedRevisionId !== undefined && expectedRevisionId !== row.revisionId) throw new RevisionMismatch();
      const before = recordOf(row);
      const data = rowOf({
        functionVersion: patch.functionVersion ?? before.functionVersion,
        description: patch.description ?? before.description,
        ...(patch.routingConfig !== null && { routingConfig: patch.routingConfig ?? before.routingConfig }),
      });
      await requireVersions(transaction, scope, functionName, { functionId, ...data });
      return recordOf(
        await transaction.alias.update({
          where: { functionId_name: { functionId, name } },
          data: { ...data, revisionId: randomUUID() },
        }),
      );
    });
  }

  async delete(scope: Scope, functionName: string, name: string): Promise<boolean> {
    return this.#database.$transaction(async (transaction) => {
      const functionId = await requireFunctionId(transaction, scope, functionName);
      await transaction.resourcePolicy.deleteMany({ where: { functionId, qualifier: name } });
      await transaction.provisionedConcurrency.deleteMany({ where: { functionId, qualifier: name } });
      return (await transaction.alias.deleteMany({ where: { functionId, name } })).count > 0;
    });
  }

  async list(
    scope: Scope,
    functionName: string,
    query: { functionVersion?: string | undefined; after?: string | undefined; limit: number },
  ): Promise<AliasRecord[]> {
    const rows = await this.#database.alias.findMany({
      where: {
        function: { ...scopeOf(scope), functionName },
        ...(query.functionVersion !== undefined && { functionVersion: query.functionVersion }),
        ...(query.after !== undefined && { name: { gt: query.after } }),
      },
      orderBy: { name: "asc" },
      take: query.limit,
    });
    return rows.map(recordOf);
  }
}

type AliasColumns = Pick<AliasRow, "functionVersion" | "additionalVersion" | "additionalWeight" | "description">;

function rowOf({
  functionVersion,
  description,
  routingConfig,
}: Omit<AliasRecord, "name" | "revisionId">): AliasColumns {
  const [additional] = Object.entries(routingConfig?.additionalVersionWeights ?? {});
  return {
    functionVersion,
    description,
    additionalVersion: additional?.[0] ?? null,
    additionalWeight: additional?.[1] ?? null,
  };
}

function recordOf(row: AliasRow): AliasRecord {
  const { name, functionVersion, description, revisionId, additionalVersion, additionalWeight } = row;
  return {
    name,
    functionVersion,
    description,
    revisionId,
    ...(additionalVersion !== null &&
      additionalWeight !== null && {
        routingConfig: { additionalVersionWeights: { [additionalVersion]: additionalWeight } },
      }),
  };
}

/** Within the transaction that writes the alias, so that no version goes in between. @throws FunctionNotFound */
async function requireVersions(
  transaction: Prisma.TransactionClient,
  scope: Scope,
  functionName: string,
  { functionId, functionVersion, additionalVersion }: { functionId: number } & AliasColumns,
): Promise<void> {
  for (const version of [functionVersion, additionalVersion]) {
    if (version === null || version === LATEST) continue;
    const number = versionNumber(version);
    const isThere =
      number !== null && (await transaction.functionVersion.count({ where: { functionId, version: number } })) > 0;
    if (!isThere) throw new FunctionNotFound(functionArn(scope, functionName, version));
  }
}

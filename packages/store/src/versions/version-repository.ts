import { randomUUID } from "node:crypto";
import {
  CREATING_REASON,
  FunctionNotFound,
  functionArn,
  ResourceConflict,
  RevisionMismatch,
  type Scope,
} from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { scopeOf } from "../functions/function-repository.ts";
import { recordOf } from "../functions/function-rows.ts";
import { requireFunctionId } from "../functions/require-function-id.ts";
import type { FunctionRecord } from "../store.ts";
import type { PublishedVersion, PublishRequest, VersionRepository, VersionStatePatch } from "../version-store.ts";
import { versionNumber } from "./version-number.ts";
import { publishedColumns, versionRecordOf } from "./version-rows.ts";

export class PrismaVersionRepository implements VersionRepository {
  readonly #database: Database;
  readonly #key: Uint8Array;

  constructor(database: Database, key: Uint8Array) {
    this.#database = database;
    this.#key = key;
  }

  async publish(
    scope: Scope,
    functionName: string,
    { expectedRevisionId, description, sourceSha256 }: PublishRequest,
  ): Promise<{ version: FunctionRecord; latest: FunctionRecord }> {
    const where = { ...scopeOf(scope), functionName };
    return this.#database.$transaction(async (transaction) => {
      const [row] = await transaction.function.updateManyAndReturn({
        where: { ...where, revisionId: expectedRevisionId },
        data: { revisionId: randomUUID(), lastPublishedVersion: { increment: 1 } },
      });
      if (row === undefined) {
        if ((await transaction.function.count({ where })) > 0) throw new RevisionMismatch();
        throw new FunctionNotFound(functionArn(scope, functionName));
      }
      const tags = await transaction.functionTag.findMany({ where: { functionId: row.id } });
      const latest = recordOf(this.#key, row, tags);
      const columns = publishedColumns(this.#key, latest, row.lastPublishedVersion);
      const versionRow = await transaction.functionVersion.create({
        data: {
          ...columns,
          functionId: row.id,
          description: description ?? columns.description,
          sourceSha256,
          revisionId: randomUUID(),
          state: "Pending",
          stateReason: CREATING_REASON,
          updateRuntimeOn: row.updateRuntimeOn,
          runtimeVersionArn: row.runtimeVersionArn,
        },
      });
      return { version: versionRecordOf(this.#key, scopeOf(scope), functionName, versionRow), latest };
    });
  }

  async get(scope: Scope, functionName: string, version: string): Promise<FunctionRecord | null> {
    const number = versionNumber(version);
    if (number === null) return null;
    const row = await this.#database.functionVersion.findFirst({
      where: { version: number, function: { ...scopeOf(scope), functionName } },
    });
    return row === null ? null : versionRecordOf(this.#key, scopeOf(scope), functionName, row);
  }

  async lastPublished(scope: Scope, functionName: string): Promise<PublishedVersion | null> {
    const row = await this.#database.functionVersion.findFirst({
      where: { function: { ...scopeOf(scope), functionName } },
      orderBy: { version: "desc" },
      include: { function: { select: { lastPublishedVersion: true } } },
    });
    if (row === null || row.version !== row.function.lastPublishedVersion) return null;
    return {
      record: versionRecordOf(this.#key, scopeOf(scope), functionName, row),
      sourceSha256: row.sourceSha256,
    };
  }

  async list(
    scope: Scope,
    functionName: string,
    { after = 0, limit }: { after?: number; limit: number },
  ): Promise<FunctionRecord[]> {
    const rows = await this.#database.functionVersion.findMany({
      where: { version: { gt: after }, function: { ...scopeOf(scope), functionName } },
      orderBy: { version: "asc" },
      take: limit,
    });
    return rows.map((row) => versionRecordOf(this.#key, scopeOf(scope), functionName, row));
  }

  async setState(
    scope: Scope,
    functionName: string,
    version: string,
    patch: VersionStatePatch,
  ): Promise<FunctionRecord | null> {
    const number = versionNumber(version);
    if (number === null) return null;
    const [row] = await this.#database.functionVersion.updateManyAndReturn({
      where: { version: number, function: { ...scopeOf(scope), functionName } },
      data: { ...patch, revisionId: randomUUID() },
    });
    return row === undefined ? null : versionRecordOf(this.#key, scopeOf(scope), functionName, row);
  }

  async delete(scope: Scope, functionName: string, version: string): Promise<boolean> {
    return this.#database.$transaction(async (transaction) => {
      const functionId = await requireFunctionId(transaction, scope, functionName);
      const number = versionNumber(version);
      if (number === null) return false;
      const aliases = await transaction.alias.findMany({
        where: { functionId, OR: [{ functionVersion: version }, { additionalVersion: version }] },
        select: { name: true },
        orderBy: { name: "asc" },
      });
      if (aliases.length > 0) throw ResourceConflict.aliasesReferToVersion(aliases.map(({ name }) => name));
      await transaction.resourcePolicy.deleteMany({ where: { functionId, qualifier: version } });
      await transaction.provisionedConcurrency.deleteMany({ where: { functionId, qualifier: version } });
      const { count } = await transaction.functionVersion.deleteMany({ where: { functionId, version: number } });
      return count > 0;
    });
  }

  async listUnfinished(): Promise<FunctionRecord[]> {
    const rows = await this.#database.functionVersion.findMany({
      where: { state: "Pending" },
      include: { function: { select: { accountId: true, region: true, functionName: true } } },
      orderBy: [{ functionId: "asc" }, { version: "asc" }],
    });
    return rows.map((row) => versionRecordOf(this.#key, scopeOf(row.function), row.function.functionName, row));
  }
}

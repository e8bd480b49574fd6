import { randomUUID } from "node:crypto";
import {
  EntityAlreadyExists,
  FunctionAlreadyExists,
  type FunctionListQuery,
  FunctionNotFound,
  functionArn,
  RevisionMismatch,
  type Role,
  type Scope,
} from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { Prisma } from "../generated/client.ts";
import type { Generation } from "../roles/generation.ts";
import { newRoleRow } from "../roles/role-rows.ts";
import type { Clock, ConcurrencyReservation, FunctionPatch, FunctionRecord, FunctionRepository } from "../store.ts";
import { versionRecordOf } from "../versions/version-rows.ts";
import { codeSizeBytes } from "./code-size.ts";
import { columnsOf, newRowOf, recordOf, tagRows } from "./function-rows.ts";
import { listFunctions, listTagKeys } from "./list-functions.ts";

export class PrismaFunctionRepository implements FunctionRepository {
  readonly #database: Database;
  readonly #key: Uint8Array;
  readonly #clock: Clock;
  readonly #generation: Generation;

  constructor(database: Database, key: Uint8Array, clock: Clock, generation: Generation) {
    this.#database = database;
    this.#key = key;
    this.#clock = clock;
    this.#generation = generation;
  }

  async create(record: FunctionRecord, role?: Role): Promise<FunctionRecord> {
    const insert = this.#database.function.create({
      data: newRowOf(this.#key, record),
      include: { tags: true },
    });
    try {
      const row =
        role === undefined
          ? await insert
          : (
              await this.#database.$transaction([
                insert,
                this.#database.role.create({ data: newRoleRow(record.scope, role) }),
              ])
            )[0];
      if (role !== undefined) this.#generation.advance();
      return recordOf(this.#key, row, row.tags);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      if ((await this.get(record.scope, record.functionName)) !== null) {
        throw new FunctionAlreadyExists(record.functionName);
      }
      throw EntityAlreadyExists.role(record.roleName);
    }
  }

  async get(scope: Scope, functionName: string): Promise<FunctionRecord | null> {
    const row = await this.#database.function.findUnique({
      where: { accountId_region_functionName: { ...scopeOf(scope), functionName } },
      include: { tags: true },
    });
    return row === null ? null : recordOf(this.#key, row, row.tags);
  }

  async require(scope: Scope, functionName: string): Promise<FunctionRecord> {
    const record = await this.get(scope, functionName);
    if (record === null) throw new FunctionNotFound(functionArn(scope, functionName));
    return record;
  }

  async update(
    scope: Scope,
    functionName: string,
    { expectedRevisionId }: { expectedRevisionId?: string },
    patch: FunctionPatch,
  ): Promise<FunctionRecord> {
    const where = { ...scopeOf(scope), functionName };
    const data = columnsOf(this.#key, scope, functionName, {
      ...patch,
      revisionId: patch.revisionId ?? randomUUID(),
      lastModified: patch.lastModified ?? this.#clock.now().toISOString(),
    });
    return this.#database.$transaction(async (transaction) => {
      // The guard stands in the very UPDATE: of two writers who read the same revision, one finds no row.
      const [row] = await transaction.function.updateManyAndReturn({
        where: { ...where, ...(expectedRevisionId !== undefined && { revisionId: expectedRevisionId }) },
        data,
      });
      if (row === undefined) {
        if ((await transaction.function.count({ where })) > 0) throw new RevisionMismatch();
        throw new FunctionNotFound(functionArn(scope, functionName));
      }
      const ofFunction = { functionId: row.id };
      if (patch.tags !== undefined) {
        await transaction.functionTag.deleteMany({ where: ofFunction });
        await transaction.functionTag.createMany({
          data: tagRows(patch.tags).map((tag) => ({ ...tag, ...ofFunction })),
        });
      }
      return recordOf(this.#key, row, await transaction.functionTag.findMany({ where: ofFunction }));
    });
  }

  async delete(scope: Scope, functionName: string): Promise<boolean> {
    return this.#database.$transaction(async (transaction) => {
      const where = { accountId_region_functionName: { ...scopeOf(scope), functionName } };
      const row = await transaction.function.findUnique({ where });
      if (row === null) return false;
      await transaction.function.delete({ where });
      const { accountId, roleName, roleManaged } = row;
      if (roleManaged && (await transaction.function.count({ where: { accountId, roleName } })) === 0) {
        await transaction.role.deleteMany({ where: { accountId, roleName, managed: true } });
        this.#generation.advance();
      }
      return true;
    });
  }

  async reserveConcurrency(scope: Scope, functionName: string, concurrentExecutions: number | null): Promise<boolean> {
    const { count } = await this.#database.function.updateMany({
      where: { ...scopeOf(scope), functionName },
      data: { reservedConcurrentExecutions: concurrentExecutions },
    });
    return count > 0;
  }

  async listReservations(scope: Scope): Promise<ConcurrencyReservation[]> {
    const rows = await this.#database.function.findMany({
      where: { ...scopeOf(scope), reservedConcurrentExecutions: { not: null } },
      select: { functionName: true, reservedConcurrentExecutions: true },
      orderBy: { functionName: "asc" },
    });
    return rows.flatMap(({ functionName, reservedConcurrentExecutions }) =>
      reservedConcurrentExecutions === null ? [] : [{ functionName, reservedConcurrentExecutions }],
    );
  }

  list(scope: Scope, query: FunctionListQuery) {
    return listFunctions(this.#database, scope, query);
  }

  async listRecords(
    scope: Scope,
    { allVersions, after, limit }: Parameters<FunctionRepository["listRecords"]>[1],
  ): Promise<FunctionRecord[]> {
    const found: FunctionRecord[] = [];
    const rows = await this.#database.function.findMany({
      where: {
        ...scopeOf(scope),
        // Of the function that the last page ended with, some versions may be missing.
        ...(after && { functionName: allVersions ? { gte: after.functionName } : { gt: after.functionName } }),
      },
      include: { tags: true },
      orderBy: { functionName: "asc" },
      take: limit + 1,
    });
    for (const row of rows) {
      const isResumed = row.functionName === after?.functionName;
      if (!isResumed) found.push(recordOf(this.#key, row, row.tags));
      if (found.length >= limit) break;
      if (!allVersions || row.lastPublishedVersion === 0) continue;
      const versions = await this.#database.functionVersion.findMany({
        where: { functionId: row.id, version: { gt: isResumed ? Number.parseInt(after.version, 10) || 0 : 0 } },
        orderBy: { version: "asc" },
        take: limit - found.length,
      });
      found.push(...versions.map((version) => versionRecordOf(this.#key, scopeOf(scope), row.functionName, version)));
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }

  codeSizeBytes(scope: Scope): Promise<number> {
    return codeSizeBytes(this.#database, scope);
  }

  count(scope: Scope): Promise<number> {
    return this.#database.function.count({ where: scopeOf(scope) });
  }

  tagKeys(scope: Scope) {
    return listTagKeys(this.#database, scope);
  }

  async listUnfinished(): Promise<FunctionRecord[]> {
    const rows = await this.#database.function.findMany({
      where: { OR: [{ state: "Pending" }, { lastUpdateStatus: "InProgress" }] },
      include: { tags: true },
      orderBy: { id: "asc" },
    });
    return rows.map((row) => recordOf(this.#key, row, row.tags));
  }
}

/** The two columns alone: a scope may be part of a larger object. */
export function scopeOf({ accountId, region }: Scope): Scope {
  return { accountId, region };
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}

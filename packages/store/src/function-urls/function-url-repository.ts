import type { Scope } from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { scopeOf } from "../functions/function-repository.ts";
import { requireFunctionId } from "../functions/require-function-id.ts";
import type { Function as FunctionRow, FunctionUrl as FunctionUrlRow } from "../generated/client.ts";
import { pageOf } from "../page-of.ts";
import type { Clock, FunctionUrlPatch, FunctionUrlRecord, FunctionUrlRepository, Page, PageRequest } from "../store.ts";

type UrlOwner = Pick<FunctionRow, "accountId" | "region" | "functionName">;
const WITH_OWNER = { function: { select: { accountId: true, region: true, functionName: true } } } as const;

export class PrismaFunctionUrlRepository implements FunctionUrlRepository {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async create(record: FunctionUrlRecord): Promise<FunctionUrlRecord | null> {
    const { scope, functionName, cors, ...columns } = record;
    return this.#database.$transaction(async (transaction) => {
      const functionId = await requireFunctionId(transaction, scope, functionName);
      const { qualifier } = columns;
      if ((await transaction.functionUrl.count({ where: { functionId, qualifier } })) > 0) return null;
      const row = await transaction.functionUrl.create({
        data: { ...columns, functionId, ...(cors !== undefined && { corsJson: JSON.stringify(cors) }) },
        include: WITH_OWNER,
      });
      return recordOf(row.function, row);
    });
  }

  async get(scope: Scope, functionName: string, qualifier: string): Promise<FunctionUrlRecord | null> {
    const row = await this.#database.functionUrl.findFirst({
      where: { qualifier, function: { ...scopeOf(scope), functionName } },
      include: WITH_OWNER,
    });
    return row === null ? null : recordOf(row.function, row);
  }

  async byUrlId(urlId: string): Promise<FunctionUrlRecord | null> {
    const row = await this.#database.functionUrl.findUnique({ where: { urlId }, include: WITH_OWNER });
    return row === null ? null : recordOf(row.function, row);
  }

  async update(
    scope: Scope,
    functionName: string,
    qualifier: string,
    { authType, cors, invokeMode }: FunctionUrlPatch,
  ): Promise<FunctionUrlRecord | null> {
    const { count } = await this.#database.functionUrl.updateMany({
      where: { qualifier, function: { ...scopeOf(scope), functionName } },
      data: {
        authType,
        invokeMode,
        ...(cors !== undefined && { corsJson: cors === null ? null : JSON.stringify(cors) }),
        lastModifiedTime: this.#clock.now().toISOString(),
      },
    });
    return count === 0 ? null : this.get(scope, functionName, qualifier);
  }

  async delete(scope: Scope, functionName: string, qualifier: string): Promise<boolean> {
    const { count } = await this.#database.functionUrl.deleteMany({
      where: { qualifier, function: { ...scopeOf(scope), functionName } },
    });
    return count > 0;
  }

  async list(scope: Scope, functionName: string, { marker, maxItems }: PageRequest): Promise<Page<FunctionUrlRecord>> {
    const rows = await this.#database.functionUrl.findMany({
      where: {
        function: { ...scopeOf(scope), functionName },
        ...(marker !== undefined && { qualifier: { gt: marker } }),
      },
      include: WITH_OWNER,
      // `$` stands before all that an alias can begin with.
      orderBy: { qualifier: "asc" },
      take: maxItems + 1,
    });
    return pageOf(
      rows,
      maxItems,
      (row) => recordOf(row.function, row),
      ({ qualifier }) => qualifier,
    );
  }
}

function recordOf({ accountId, region, functionName }: UrlOwner, row: FunctionUrlRow): FunctionUrlRecord {
  return {
    urlId: row.urlId,
    scope: { accountId, region },
    functionName,
    qualifier: row.qualifier,
    authType: row.authType as FunctionUrlRecord["authType"],
    ...(row.corsJson !== null && { cors: JSON.parse(row.corsJson) }),
    invokeMode: row.invokeMode as FunctionUrlRecord["invokeMode"],
    creationTime: row.creationTime,
    lastModifiedTime: row.lastModifiedTime,
  };
}

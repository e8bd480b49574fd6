import type { Scope } from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { scopeOf } from "../functions/function-repository.ts";
import { requireFunctionId } from "../functions/require-function-id.ts";
import type { Clock } from "../store.ts";
import type { ProvisionedConcurrencyRecord, ProvisionedConcurrencyRepository } from "../version-store.ts";

export class PrismaProvisionedConcurrencyRepository implements ProvisionedConcurrencyRepository {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async put(
    scope: Scope,
    functionName: string,
    qualifier: string,
    concurrentExecutions: number,
  ): Promise<ProvisionedConcurrencyRecord> {
    const columns = { concurrentExecutions, lastModified: this.#clock.now().toISOString() };
    await this.#database.$transaction(async (transaction) => {
      const functionId = await requireFunctionId(transaction, scope, functionName);
      await transaction.provisionedConcurrency.upsert({
        where: { functionId_qualifier: { functionId, qualifier } },
        create: { functionId, qualifier, ...columns },
        update: columns,
      });
    });
    return { functionName, qualifier, ...columns };
  }

  async list(scope: Scope, functionName?: string): Promise<ProvisionedConcurrencyRecord[]> {
    const rows = await this.#database.provisionedConcurrency.findMany({
      where: { function: { ...scopeOf(scope), ...(functionName !== undefined && { functionName }) } },
      include: { function: { select: { functionName: true } } },
      orderBy: [{ function: { functionName: "asc" } }, { qualifier: "asc" }],
    });
    return rows.map(({ qualifier, concurrentExecutions, lastModified, function: { functionName: name } }) => ({
      functionName: name,
      qualifier,
      concurrentExecutions,
      lastModified,
    }));
  }

  async delete(scope: Scope, functionName: string, qualifier: string): Promise<boolean> {
    const { count } = await this.#database.provisionedConcurrency.deleteMany({
      where: { qualifier, function: { ...scopeOf(scope), functionName } },
    });
    return count > 0;
  }
}

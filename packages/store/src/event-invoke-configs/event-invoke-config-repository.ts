import type { DestinationConfig, EventInvokeConfig, Scope } from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { scopeOf } from "../functions/function-repository.ts";
import { requireFunctionId } from "../functions/require-function-id.ts";
import type { EventInvokeConfig as ConfigRow } from "../generated/client.ts";
import type { Clock, EventInvokeConfigRepository, StoredEventInvokeConfig } from "../store.ts";

export class PrismaEventInvokeConfigRepository implements EventInvokeConfigRepository {
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
    config: EventInvokeConfig,
  ): Promise<StoredEventInvokeConfig> {
    const row = await this.#database.$transaction(async (transaction) => {
      const functionId = await requireFunctionId(transaction, scope, functionName);
      const columns = {
        lastModified: this.#now(),
        maximumRetryAttempts: config.maximumRetryAttempts ?? null,
        maximumEventAgeInSeconds: config.maximumEventAgeInSeconds ?? null,
        ...destinationColumns(config.destinationConfig),
      };
      return transaction.eventInvokeConfig.upsert({
        where: { functionId_qualifier: { functionId, qualifier } },
        create: { functionId, qualifier, ...columns },
        update: columns,
      });
    });
    return configOf(row);
  }

  async update(
    scope: Scope,
    functionName: string,
    qualifier: string,
    { maximumRetryAttempts, maximumEventAgeInSeconds, destinationConfig }: Partial<EventInvokeConfig>,
  ): Promise<StoredEventInvokeConfig | null> {
    return this.#database.$transaction(async (transaction) => {
      const [row] = await transaction.eventInvokeConfig.updateManyAndReturn({
        where: { qualifier, function: { ...scopeOf(scope), functionName } },
        data: {
          lastModified: this.#now(),
          maximumRetryAttempts,
          maximumEventAgeInSeconds,
          ...(destinationConfig !== undefined && destinationColumns(destinationConfig)),
        },
      });
      return row === undefined ? null : configOf(row);
    });
  }

  async delete(scope: Scope, functionName: string, qualifier: string): Promise<boolean> {
    const { count } = await this.#database.eventInvokeConfig.deleteMany({
      where: { qualifier, function: { ...scopeOf(scope), functionName } },
    });
    return count > 0;
  }

  async list(scope: Scope, functionName: string): Promise<StoredEventInvokeConfig[]> {
    const rows = await this.#database.eventInvokeConfig.findMany({
      where: { function: { ...scopeOf(scope), functionName } },
      orderBy: { qualifier: "asc" },
    });
    return rows.map(configOf);
  }

  #now(): string {
    return this.#clock.now().toISOString();
  }
}

function destinationColumns({ onSuccess, onFailure }: DestinationConfig) {
  return {
    onSuccessDestination: onSuccess?.destination || null,
    onFailureDestination: onFailure?.destination || null,
  };
}

function configOf(row: ConfigRow): StoredEventInvokeConfig {
  const { onSuccessDestination, onFailureDestination, maximumRetryAttempts, maximumEventAgeInSeconds } = row;
  return {
    qualifier: row.qualifier,
    lastModified: row.lastModified,
    destinationConfig: {
      onSuccess: onSuccessDestination === null ? {} : { destination: onSuccessDestination },
      onFailure: onFailureDestination === null ? {} : { destination: onFailureDestination },
    },
    ...(maximumRetryAttempts !== null && { maximumRetryAttempts }),
    ...(maximumEventAgeInSeconds !== null && { maximumEventAgeInSeconds }),
  };
}

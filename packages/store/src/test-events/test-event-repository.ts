import {
  InvalidParameterValue,
  type SavedTestEvent,
  type Scope,
  TEST_EVENTS_MAX,
  TestEventLimitExceeded,
  TestEventNotFound,
} from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { fold } from "../functions/fold.ts";
import { requireFunctionId } from "../functions/require-function-id.ts";
import type { Clock, TestEventRepository } from "../store.ts";

export class PrismaTestEventRepository implements TestEventRepository {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async list(scope: Scope, functionName: string): Promise<SavedTestEvent[]> {
    const functionId = await requireFunctionId(this.#database, scope, functionName);
    const rows = await this.#database.testEvent.findMany({ where: { functionId } });
    return rows
      .map(({ name, eventJson, updatedAt }) => ({ name, eventJson, updatedAt }))
      .sort((a, b) => compare(fold(a.name), fold(b.name)) || compare(a.name, b.name));
  }

  async save(
    scope: Scope,
    functionName: string,
    { name, eventJson }: Pick<SavedTestEvent, "name" | "eventJson">,
    { renameFrom }: { renameFrom?: string } = {},
  ): Promise<SavedTestEvent> {
    const updatedAt = this.#clock.now().toISOString();
    await this.#database.$transaction(async (transaction) => {
      const functionId = await requireFunctionId(transaction, scope, functionName);
      const columns = { eventJson, updatedAt };
      const rename = renameFrom !== undefined && renameFrom !== name ? renameFrom : undefined;
      const exists = (await transaction.testEvent.count({ where: { functionId, name } })) > 0;
      if (rename !== undefined) {
        if (exists) throw new InvalidParameterValue(`${functionName} already has a test event named ${name}.`);
        const { count } = await transaction.testEvent.updateMany({
          where: { functionId, name: rename },
          data: { name, ...columns },
        });
        if (count === 0) throw new TestEventNotFound(functionName, rename);
        return;
      }
      if (!exists && (await transaction.testEvent.count({ where: { functionId } })) >= TEST_EVENTS_MAX) {
        throw new TestEventLimitExceeded(functionName);
      }
      await transaction.testEvent.upsert({
        where: { functionId_name: { functionId, name } },
        create: { functionId, name, ...columns },
        update: columns,
      });
    });
    return { name, eventJson, updatedAt };
  }

  async delete(scope: Scope, functionName: string, name: string): Promise<void> {
    await this.#database.$transaction(async (transaction) => {
      const functionId = await requireFunctionId(transaction, scope, functionName);
      const { count } = await transaction.testEvent.deleteMany({ where: { functionId, name } });
      if (count === 0) throw new TestEventNotFound(functionName, name);
    });
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

import { randomUUID } from "node:crypto";
import type { Draft, Scope } from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { scopeOf } from "../functions/function-repository.ts";
import { requireFunctionId } from "../functions/require-function-id.ts";
import type { Clock, DraftRepository } from "../store.ts";

export class PrismaDraftRepository implements DraftRepository {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async get(scope: Scope, functionName: string): Promise<Draft | null> {
    const row = await this.#database.draft.findFirst({ where: { function: { ...scopeOf(scope), functionName } } });
    if (row === null) return null;
    const { baseCodeSha256, changesJson, updatedAt, draftRevision } = row;
    return { baseCodeSha256, changes: JSON.parse(changesJson), updatedAt, draftRevision };
  }

  async save(
    scope: Scope,
    functionName: string,
    { baseCodeSha256, changes }: Pick<Draft, "baseCodeSha256" | "changes">,
  ): Promise<Draft> {
    const stamp = { updatedAt: this.#clock.now().toISOString(), draftRevision: randomUUID() };
    await this.#database.$transaction(async (transaction) => {
      const functionId = await requireFunctionId(transaction, scope, functionName);
      const columns = { baseCodeSha256, changesJson: JSON.stringify(changes), ...stamp };
      await transaction.draft.upsert({
        where: { functionId },
        create: { functionId, ...columns },
        update: columns,
      });
    });
    return { baseCodeSha256, changes, ...stamp };
  }

  async discard(scope: Scope, functionName: string): Promise<boolean> {
    const { count } = await this.#database.draft.deleteMany({
      where: { function: { ...scopeOf(scope), functionName } },
    });
    return count > 0;
  }
}

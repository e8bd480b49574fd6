import { randomUUID } from "node:crypto";
import {
  AliasNotFound,
  FunctionNotFound,
  functionArn,
  isPublishedVersion,
  LATEST,
  type ResourcePolicyStatement,
  RevisionMismatch,
  type Scope,
} from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { scopeOf } from "../functions/function-repository.ts";
import { requireFunctionId } from "../functions/require-function-id.ts";
import type { Prisma } from "../generated/client.ts";
import type { ResourcePolicyRepository } from "../version-store.ts";
import { versionNumber } from "../versions/version-number.ts";

export class PrismaResourcePolicyRepository implements ResourcePolicyRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get(scope: Scope, functionName: string, qualifier: string) {
    return this.#database.$transaction((transaction) => read(transaction, scope, functionName, qualifier));
  }

  async change(
    scope: Scope,
    functionName: string,
    qualifier: string,
    { expectedRevisionId }: { expectedRevisionId?: string | undefined },
    change: (statements: ResourcePolicyStatement[]) => readonly ResourcePolicyStatement[],
  ): Promise<void> {
    await this.#database.$transaction(async (transaction) => {
      const { functionId, statements, revisionId } = await read(transaction, scope, functionName, qualifier);
      if (expectedRevisionId !== undefined && expectedRevisionId !== revisionId)
        throw new RevisionMismatch("GetPolicy");
      const changed = change(statements);
      const where = { functionId, qualifier };
      if (changed.length === 0) await transaction.resourcePolicy.deleteMany({ where });
      else {
        const statementsJson = JSON.stringify(changed);
        await transaction.resourcePolicy.upsert({
          where: { functionId_qualifier: where },
          create: { ...where, statementsJson },
          update: { statementsJson },
        });
      }
      await renewRevision(transaction, functionId, qualifier);
    });
  }
}

async function read(transaction: Prisma.TransactionClient, scope: Scope, functionName: string, qualifier: string) {
  const functionId = await requireFunctionId(transaction, scope, functionName);
  const revisionId = await revisionOf(transaction, functionId, qualifier);
  if (revisionId === undefined) {
    const arn = functionArn(scopeOf(scope), functionName, qualifier);
    throw isPublishedVersion(qualifier) ? new FunctionNotFound(arn) : AliasNotFound.cannotFind(arn);
  }
  const row = await transaction.resourcePolicy.findUnique({
    where: { functionId_qualifier: { functionId, qualifier } },
  });
  const statements: ResourcePolicyStatement[] = row === null ? [] : JSON.parse(row.statementsJson);
  return { functionId, statements, revisionId };
}

async function revisionOf(
  transaction: Prisma.TransactionClient,
  functionId: number,
  qualifier: string,
): Promise<string | undefined> {
  if (qualifier === LATEST) {
    return (await transaction.function.findUnique({ where: { id: functionId } }))?.revisionId;
  }
  if (!isPublishedVersion(qualifier)) {
    return (await transaction.alias.findFirst({ where: { functionId, name: qualifier } }))?.revisionId;
  }
  const version = versionNumber(qualifier);
  if (version === null) return undefined;
  return (await transaction.functionVersion.findFirst({ where: { functionId, version } }))?.revisionId;
}

/** A policy has the revision of what it belongs to. @see spec: lambda §2.3 */
async function renewRevision(
  transaction: Prisma.TransactionClient,
  functionId: number,
  qualifier: string,
): Promise<void> {
  const data = { revisionId: randomUUID() };
  const version = versionNumber(qualifier);
  if (qualifier === LATEST) await transaction.function.updateMany({ where: { id: functionId }, data });
  else if (version === null) await transaction.alias.updateMany({ where: { functionId, name: qualifier }, data });
  else await transaction.functionVersion.updateMany({ where: { functionId, version }, data });
}

import {
  FunctionNotFound,
  functionArn,
  LATEST,
  type RecursiveLoop,
  type RuntimeManagementConfiguration,
  type Scope,
} from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import type { FunctionSettingsRepository } from "../version-store.ts";
import { versionNumber } from "../versions/version-number.ts";
import { scopeOf } from "./function-repository.ts";

export class PrismaFunctionSettingsRepository implements FunctionSettingsRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async recursiveLoop(scope: Scope, functionName: string): Promise<RecursiveLoop> {
    const row = await this.#database.function.findFirst({
      where: { ...scopeOf(scope), functionName },
      select: { recursiveLoop: true },
    });
    if (row === null) throw new FunctionNotFound(functionArn(scope, functionName));
    return row.recursiveLoop as RecursiveLoop;
  }

  async setRecursiveLoop(scope: Scope, functionName: string, recursiveLoop: RecursiveLoop): Promise<void> {
    const { count } = await this.#database.function.updateMany({
      where: { ...scopeOf(scope), functionName },
      data: { recursiveLoop },
    });
    if (count === 0) throw new FunctionNotFound(functionArn(scope, functionName));
  }

  async runtimeManagement(
    scope: Scope,
    functionName: string,
    version: string,
  ): Promise<RuntimeManagementConfiguration> {
    const ofFunction = { ...scopeOf(scope), functionName };
    const select = { updateRuntimeOn: true, runtimeVersionArn: true };
    const number = versionNumber(version);
    const row =
      version === LATEST
        ? await this.#database.function.findFirst({ where: ofFunction, select })
        : number === null
          ? null
          : await this.#database.functionVersion.findFirst({
              where: { version: number, function: ofFunction },
              select,
            });
    if (row === null) throw notFound(scope, functionName, version);
    return {
      updateRuntimeOn: row.updateRuntimeOn as RuntimeManagementConfiguration["updateRuntimeOn"],
      ...(row.runtimeVersionArn !== null && { runtimeVersionArn: row.runtimeVersionArn }),
    };
  }

  async setRuntimeManagement(
    scope: Scope,
    functionName: string,
    version: string,
    { updateRuntimeOn, runtimeVersionArn }: RuntimeManagementConfiguration,
  ): Promise<void> {
    const ofFunction = { ...scopeOf(scope), functionName };
    const data = { updateRuntimeOn, runtimeVersionArn: runtimeVersionArn ?? null };
    const number = versionNumber(version);
    const { count } =
      version === LATEST
        ? await this.#database.function.updateMany({ where: ofFunction, data })
        : number === null
          ? { count: 0 }
          : await this.#database.functionVersion.updateMany({ where: { version: number, function: ofFunction }, data });
    if (count === 0) throw notFound(scope, functionName, version);
  }
}

function notFound(scope: Scope, functionName: string, version: string): FunctionNotFound {
  return new FunctionNotFound(functionArn(scope, functionName, version === LATEST ? undefined : version));
}

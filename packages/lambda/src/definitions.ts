import type { FunctionConfiguration, Scope } from "@lambent/model";
import type { EnvironmentSpec } from "@lambent/runner";
import type { Store } from "@lambent/store";
import { environmentSpec } from "./environment-spec.ts";

/** What an invocation needs to know of a function. */
export interface Definition {
  configuration: FunctionConfiguration;
  environment: EnvironmentSpec;
}

/** Keeps definitions in memory, so that a warm invocation waits for no database. */
export interface Definitions {
  /** @throws FunctionNotFound */
  get(functionName: string): Promise<Definition>;
  /** To be called after each write that concerns the function. */
  invalidate(functionName: string): void;
}

/** Above it the one that was entered first is dropped: memory stays bounded however many functions there are. */
const CACHED_DEFINITIONS_MAX = 10_000;

export function createDefinitions(store: Store, scope: Scope): Definitions {
  // Promises are kept rather than values: many callers at once read the database once, and a load that began before a
  // write is thrown away with its promise, so what it read can't come back afterwards.
  const loading = new Map<string, Promise<Definition>>();

  async function load(functionName: string): Promise<Definition> {
    const record = await store.functions.require(scope, functionName);
    return {
      configuration: record,
      environment: environmentSpec(
        record,
        store.codePackages.directory(record.codeSha256),
        record.layers.map(({ codeSha256 }) => store.codePackages.directory(codeSha256)),
      ),
    };
  }

  return {
    get(functionName) {
      const known = loading.get(functionName);
      if (known !== undefined) return known;
      const definition = load(functionName);
      if (loading.size >= CACHED_DEFINITIONS_MAX) loading.delete(loading.keys().next().value as string);
      loading.set(functionName, definition);
      definition.catch(() => {
        if (loading.get(functionName) === definition) loading.delete(functionName);
      });
      return definition;
    },
    invalidate(functionName) {
      loading.delete(functionName);
    },
  };
}

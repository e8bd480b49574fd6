import type { Scope } from "@lambent/model";
import type { Store, StoredEventInvokeConfig } from "@lambent/store";

/** Keeps the asynchronous configurations of functions in memory, so that no queued event waits for the database of functions. */
export interface EventInvokeConfigs {
  /** By qualifier; empty for a function without any, also for one that doesn't exist. */
  get(functionName: string): Promise<ReadonlyMap<string, StoredEventInvokeConfig>>;
  /** To be called after each write that concerns the function. */
  invalidate(functionName: string): void;
}

/** Above it the one that was entered first is dropped. */
const CACHED_FUNCTIONS_MAX = 10_000;

export function createEventInvokeConfigs(store: Store, scope: Scope): EventInvokeConfigs {
  // Promises rather than values, as with definitions: what was read before a write can't come back after it.
  const loading = new Map<string, Promise<ReadonlyMap<string, StoredEventInvokeConfig>>>();

  return {
    get(functionName) {
      const known = loading.get(functionName);
      if (known !== undefined) return known;
      const configs = store.eventInvokeConfigs
        .list(scope, functionName)
        .then((list) => new Map(list.map((config) => [config.qualifier, config])));
      if (loading.size >= CACHED_FUNCTIONS_MAX) loading.delete(loading.keys().next().value as string);
      loading.set(functionName, configs);
      configs.catch(() => {
        if (loading.get(functionName) === configs) loading.delete(functionName);
      });
      return configs;
    },
    invalidate(functionName) {
      loading.delete(functionName);
    },
  };
}

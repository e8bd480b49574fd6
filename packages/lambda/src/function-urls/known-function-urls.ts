import { FUNCTION_URL_ID_PATTERN, type Scope } from "@lambent/model";
import type { FunctionUrlRecord, Store } from "@lambent/store";

/** Function URLs of all accounts and Regions by their ids, in memory: a request to one waits for no database. */
export interface KnownFunctionUrls {
  /** Null when no URL has this id. */
  find(urlId: string): Promise<FunctionUrlRecord | null>;
  /** To be called after each write that concerns a function's URLs, and when it is deleted. */
  invalidate(scope: Scope, functionName: string): void;
}

/** Above it the one that was entered first is dropped. */
const CACHED_URLS_MAX = 10_000;

interface Entry {
  reading: Promise<FunctionUrlRecord | null>;
  /** Absent while it is read. */
  record?: FunctionUrlRecord;
}

/** @param cachedMax for tests. */
export function createKnownFunctionUrls(
  { functionUrls }: Pick<Store, "functionUrls">,
  cachedMax = CACHED_URLS_MAX,
): KnownFunctionUrls {
  const entries = new Map<string, Entry>();

  function read(urlId: string): Promise<FunctionUrlRecord | null> {
    const entry: Entry = { reading: functionUrls.byUrlId(urlId) };
    if (entries.size >= cachedMax) entries.delete(entries.keys().next().value as string);
    entries.set(urlId, entry);
    const forget = () => {
      if (entries.get(urlId) === entry) entries.delete(urlId);
    };
    // Ids that nobody has aren't kept: whoever tries them would push out those that are in use.
    entry.reading.then((record) => {
      if (record === null) forget();
      else entry.record = record;
    }, forget);
    return entry.reading;
  }

  return {
    async find(urlId) {
      if (!FUNCTION_URL_ID_PATTERN.test(urlId)) return null;
      return entries.get(urlId)?.reading ?? read(urlId);
    },
    invalidate({ accountId, region }, functionName) {
      for (const [urlId, { record }] of entries) {
        const isOfFunction =
          record?.functionName === functionName &&
          record.scope.accountId === accountId &&
          record.scope.region === region;
        // What is being read may be any function's, and be from before the write.
        if (record === undefined || isOfFunction) entries.delete(urlId);
      }
    },
  };
}

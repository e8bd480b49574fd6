import type { Ports } from "./ports.ts";

/** Every tag key in use, with its values: what the Functions page offers while one types a filter. */
export function listTagKeys({ store, scope }: Ports): Promise<{ key: string; values: string[] }[]> {
  return store.functions.tagKeys(scope);
}

import type { FunctionListQuery, FunctionSummary } from "@lambent/model";
import type { Ports } from "./ports.ts";

export interface FunctionPage {
  items: FunctionSummary[];
  /** Functions that the filter lets through, on all pages together. */
  total: number;
  /** ISO 8601, UTC. */
  fetchedAt: string;
}

export async function listFunctions({ store, scope, clock }: Ports, query: FunctionListQuery): Promise<FunctionPage> {
  const { items, total } = await store.functions.list(scope, query);
  return { items, total, fetchedAt: clock.now().toISOString() };
}

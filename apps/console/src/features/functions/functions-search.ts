import {
  FILTER_OPERATORS,
  FILTER_PROPERTIES,
  FUNCTION_SORT_KEYS,
  type FunctionFilter,
  type FunctionFilterToken,
  type FunctionSortKey,
} from "@lambent/model";

/** The Functions page's place, kept in the address so that reload, Back and a shared link find it again. */
export interface FunctionsSearch {
  filter?: FunctionFilter;
  sort?: FunctionSortKey;
  descending?: boolean;
  /** Counts from 1, as people see it. */
  page?: number;
}

/** Reads the place from the address. What can't be read is left out rather than refused: an old link still opens the list. */
export function parseFunctionsSearch(input: Record<string, unknown>): FunctionsSearch {
  const { filter, sort, descending, page } = input;
  const tokens = isRecord(filter) && Array.isArray(filter.tokens) ? filter.tokens.filter(isToken) : [];
  return {
    ...(tokens.length > 0 && {
      filter: { operation: (filter as FunctionFilter).operation === "or" ? ("or" as const) : ("and" as const), tokens },
    }),
    ...(FUNCTION_SORT_KEYS.some((key) => key === sort) && { sort: sort as FunctionSortKey }),
    ...(typeof descending === "boolean" && { descending }),
    ...(Number.isInteger(page) && (page as number) > 1 && { page: page as number }),
  };
}

function isToken(token: unknown): token is FunctionFilterToken {
  if (!isRecord(token)) return false;
  const { property, operator, value } = token;
  return typeof value === "string" && FILTER_OPERATORS.some((known) => known === operator) && isProperty(property);
}

function isProperty(property: unknown): boolean {
  if (property === undefined) return true;
  if (typeof property !== "string") return false;
  return FILTER_PROPERTIES.some((known) => known === property) || /^tag:./.test(property);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

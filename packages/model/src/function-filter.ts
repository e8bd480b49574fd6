/** Cloudscape PropertyFilter's operators: equals, contains and starts with, each with its negation. */
export const FILTER_OPERATORS = ["=", "!=", ":", "!:", "^", "!^"] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

export const FILTER_PROPERTIES = ["functionName", "description", "runtime", "architecture", "packageType"] as const;
export type FilterProperty = (typeof FILTER_PROPERTIES)[number] | `tag:${string}`;

/**
 * One condition. Without a property it is free text over name and description. `tag:KEY` `=` "" matches every function
 * that has the key, `!=` "" every one that hasn't. All comparisons ignore case, as Cloudscape's do; tag keys don't.
 */
export interface FunctionFilterToken {
  property?: FilterProperty;
  operator: FilterOperator;
  value: string;
}

export interface FunctionFilter {
  operation: "and" | "or";
  tokens: FunctionFilterToken[];
}

export const FUNCTION_SORT_KEYS = [
  "functionName",
  "description",
  "packageType",
  "runtime",
  "architecture",
  "lastModified",
] as const;
export type FunctionSortKey = (typeof FUNCTION_SORT_KEYS)[number];

export interface FunctionListQuery {
  filter?: FunctionFilter;
  sort: { by: FunctionSortKey; descending: boolean };
  /** `index` counts from 0; `size` is 1 to 1,000. */
  page: { index: number; size: number };
}

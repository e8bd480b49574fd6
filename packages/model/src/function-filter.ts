import { z } from "zod";

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

const FilterPropertySchema = z.custom<FilterProperty>(
  (value) =>
    typeof value === "string" &&
    ((FILTER_PROPERTIES as readonly string[]).includes(value) || /^tag:.{1,128}$/su.test(value)),
  { error: `A filter's property is one of ${FILTER_PROPERTIES.join(", ")} or tag:<key>.` },
);

export const FunctionFilterSchema: z.ZodType<FunctionFilter> = z.object({
  operation: z.enum(["and", "or"]),
  tokens: z
    .array(
      z.object({
        property: FilterPropertySchema.optional(),
        operator: z.enum(FILTER_OPERATORS),
        value: z.string().max(512),
      }),
    )
    .max(50, "A filter can have up to 50 conditions."),
});

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

export const FunctionListQuerySchema: z.ZodType<FunctionListQuery> = z.object({
  filter: FunctionFilterSchema.optional(),
  sort: z.object({ by: z.enum(FUNCTION_SORT_KEYS), descending: z.boolean() }),
  page: z.object({ index: z.int().min(0).max(1_000_000), size: z.int().min(1).max(1000) }),
});

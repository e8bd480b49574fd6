import { z } from "zod";
import {
  FILTER_OPERATORS,
  FILTER_PROPERTIES,
  type FilterProperty,
  FUNCTION_SORT_KEYS,
  type FunctionFilter,
  type FunctionListQuery,
} from "./function-filter.ts";

// Apart from the words themselves: the Functions page needs those at once, and zod never.
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

export const FunctionListQuerySchema: z.ZodType<FunctionListQuery> = z.object({
  filter: FunctionFilterSchema.optional(),
  sort: z.object({ by: z.enum(FUNCTION_SORT_KEYS), descending: z.boolean() }),
  page: z.object({ index: z.int().min(0).max(1_000_000), size: z.int().min(1).max(1000) }),
});

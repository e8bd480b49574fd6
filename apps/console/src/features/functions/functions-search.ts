import { FUNCTION_SORT_KEYS, type FunctionFilter, FunctionFilterSchema } from "@lambent/model";
import { z } from "zod";

const FilterInAddress = FunctionFilterSchema.optional().catch(undefined) as z.ZodType<
  FunctionFilter | undefined,
  FunctionFilter | undefined
>;

/**
 * The Functions page's place, kept in the address so that reload, Back and a shared link find it again. What can't be read
 * is left out rather than refused: an old link still opens the list.
 */
export const functionsSearchSchema = z.object({
  filter: FilterInAddress,
  sort: z.enum(FUNCTION_SORT_KEYS).optional().catch(undefined),
  descending: z.boolean().optional().catch(undefined),
  /** Counts from 1, as people see it. */
  page: z.int().min(1).optional().catch(undefined),
});

export type FunctionsSearch = z.infer<typeof functionsSearchSchema>;

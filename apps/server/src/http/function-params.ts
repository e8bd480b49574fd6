import { CodePathSchema, FunctionNameSchema } from "@lambent/model";
import { z } from "zod";

/** What stands in the path of a route about one function. */
export const FunctionParams = z.object({ name: FunctionNameSchema });
export const FunctionFileParams = FunctionParams.extend({ "*": CodePathSchema });

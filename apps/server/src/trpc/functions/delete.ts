import { deleteFunctions } from "@lambent/lambda";
import { FunctionNameSchema, functionArn } from "@lambent/model";
import { z } from "zod";
import { operation } from "../operation.ts";

export const deleteMany = operation({
  action: "lambda:DeleteFunction",
  input: z.object({ functionNames: z.array(FunctionNameSchema).min(1).max(10_000) }),
  resource: ({ functionNames }, scope) => functionNames.map((name) => functionArn(scope, name)),
}).mutation(async ({ ctx, input }) => ({ results: await deleteFunctions(ctx.ports, input) }));

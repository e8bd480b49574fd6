import { deleteFunctionConcurrency } from "@lambent/lambda";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const deleteConcurrency = operation({
  action: "lambda:DeleteFunctionConcurrency",
  input: OneFunction,
  resource: theFunction,
}).mutation(({ ctx, input }) => deleteFunctionConcurrency(ctx.ports, input));

import { putFunctionConcurrency } from "@lambent/lambda";
import { ReservedConcurrentExecutionsSchema } from "@lambent/model";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const putConcurrency = operation({
  action: "lambda:PutFunctionConcurrency",
  input: OneFunction.extend({ reservedConcurrentExecutions: ReservedConcurrentExecutionsSchema }),
  resource: theFunction,
}).mutation(({ ctx, input }) => putFunctionConcurrency(ctx.ports, input));

import { getFunctionConcurrency } from "@lambent/lambda";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const getConcurrency = operation({
  action: "lambda:GetFunctionConcurrency",
  input: OneFunction,
  resource: theFunction,
}).query(({ ctx, input }) => getFunctionConcurrency(ctx.ports, input));

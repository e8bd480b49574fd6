import { getDraft } from "@lambent/lambda";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const get = operation({
  action: "lambda:GetFunction",
  input: OneFunction,
  resource: theFunction,
}).query(({ ctx, input }) => getDraft(ctx.ports, input));

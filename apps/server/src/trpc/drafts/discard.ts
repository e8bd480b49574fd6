import { discardDraft } from "@lambent/lambda";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const discard = operation({
  action: "lambda:UpdateFunctionCode",
  input: OneFunction,
  resource: theFunction,
}).mutation(({ ctx, input }) => discardDraft(ctx.ports, input));

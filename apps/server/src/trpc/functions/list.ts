import { listFunctions } from "@lambent/lambda";
import { FunctionListQuerySchema } from "@lambent/model";
import { operation } from "../operation.ts";
import { everything } from "../resources.ts";

export const list = operation({
  action: "lambda:ListFunctions",
  input: FunctionListQuerySchema,
  resource: everything,
}).query(({ ctx, input }) => listFunctions(ctx.ports, input));

import { listTagKeys } from "@lambent/lambda";
import { NoInput } from "../inputs.ts";
import { operation } from "../operation.ts";
import { everything } from "../resources.ts";

export const tagKeys = operation({
  action: "lambda:ListFunctions",
  input: NoInput,
  resource: everything,
}).query(({ ctx }) => listTagKeys(ctx.ports));

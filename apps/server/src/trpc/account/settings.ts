import { getAccountSettings } from "@lambent/lambda";
import { NoInput } from "../inputs.ts";
import { operation } from "../operation.ts";
import { everything } from "../resources.ts";

export const settings = operation({
  action: "lambda:GetAccountSettings",
  input: NoInput,
  resource: everything,
}).query(({ ctx }) => getAccountSettings(ctx.ports));

import { deleteLogGroup } from "@lambent/lambda";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theLogGroup } from "../resources.ts";

export const deleteGroup = operation({
  action: "logs:DeleteLogGroup",
  input: OneFunction,
  resource: theLogGroup,
}).mutation(({ ctx, input }) => deleteLogGroup(ctx.ports, input));

import { deleteTestEvent } from "@lambent/lambda";
import { TestEventNameSchema } from "@lambent/model";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const remove = operation({
  action: "schemas:DeleteSchema",
  input: OneFunction.extend({ name: TestEventNameSchema }),
  resource: theFunction,
}).mutation(({ ctx, input }) => deleteTestEvent(ctx.ports, input));

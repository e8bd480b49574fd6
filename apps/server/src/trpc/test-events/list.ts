import { listTestEvents } from "@lambent/lambda";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const list = operation({
  action: "schemas:DescribeSchema",
  input: OneFunction,
  resource: theFunction,
}).query(({ ctx, input }) => listTestEvents(ctx.ports, input));

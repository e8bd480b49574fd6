import { listLogStreams } from "@lambent/lambda";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theLogGroup } from "../resources.ts";

export const streams = operation({
  action: "logs:DescribeLogStreams",
  input: OneFunction,
  resource: theLogGroup,
}).query(({ ctx, input }) => listLogStreams(ctx.ports, input));

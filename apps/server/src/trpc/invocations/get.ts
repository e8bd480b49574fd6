import { getInvocation } from "@lambent/lambda";
import { z } from "zod";
import { operation } from "../operation.ts";
import { everything } from "../resources.ts";

export const get = operation({
  action: "logs:FilterLogEvents",
  input: z.object({ requestId: z.guid() }),
  // A request id names no function: who may read one invocation this way may read them all.
  resource: everything,
}).query(({ ctx, input }) => getInvocation(ctx.ports, input));

import { listInvocations } from "@lambent/lambda";
import { z } from "zod";
import { EpochMs, OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theLogGroup } from "../resources.ts";

export const list = operation({
  action: "logs:FilterLogEvents",
  input: OneFunction.extend({
    startMs: EpochMs.optional(),
    endMs: EpochMs.optional(),
    onlyFailed: z.boolean().optional(),
    limit: z.int().min(1).max(1000),
  }),
  resource: theLogGroup,
}).query(({ ctx, input }) => listInvocations(ctx.ports, input));

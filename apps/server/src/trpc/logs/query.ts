import { queryLogs } from "@lambent/lambda";
import { z } from "zod";
import { EpochMs, FilterPattern, OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theLogGroup } from "../resources.ts";

export const query = operation({
  action: "logs:FilterLogEvents",
  input: OneFunction.extend({
    logStreamName: z.string().max(512).optional(),
    requestId: z.string().max(64).optional(),
    startMs: EpochMs.optional(),
    endMs: EpochMs.optional(),
    filter: FilterPattern.optional(),
    limit: z.int().min(1).max(10_000).default(500),
    beforeId: z.int().min(0).optional(),
    afterId: z.int().min(0).optional(),
  }),
  resource: theLogGroup,
}).query(({ ctx, input }) => queryLogs(ctx.ports, input));

import { queryMetrics } from "@lambent/lambda";
import { z } from "zod";
import { EpochMs, OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { everything } from "../resources.ts";

export const query = operation({
  action: "cloudwatch:GetMetricData",
  input: OneFunction.extend({
    startMs: EpochMs,
    endMs: EpochMs,
    periodSeconds: z.int().min(60).max(86_400).multipleOf(60),
  }),
  resource: everything,
}).query(({ ctx, input }) => queryMetrics(ctx.ports, input));

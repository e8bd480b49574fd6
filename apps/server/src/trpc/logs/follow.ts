import { followLogs } from "@lambent/lambda";
import { tracked } from "@trpc/server";
import { z } from "zod";
import { FilterPattern, OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theLogGroup } from "../resources.ts";

export const follow = operation({
  action: "logs:StartLiveTail",
  input: OneFunction.extend({
    filter: FilterPattern.optional(),
    /** Sent by the browser itself when it comes back after a cut: nothing is missed, nothing told twice. */
    lastEventId: z
      .string()
      .regex(/^\d{1,15}$/, "A log event's id is a whole number.")
      .nullish(),
  }),
  resource: theLogGroup,
}).subscription(async function* ({ ctx, input: { lastEventId, ...input }, signal }) {
  const afterId = lastEventId === null || lastEventId === undefined ? {} : { afterId: Number(lastEventId) };
  for await (const event of followLogs(ctx.ports, { ...input, ...afterId }, signal ?? new AbortController().signal)) {
    yield tracked(String(event.id), event);
  }
});

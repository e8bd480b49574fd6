import { invocationResult, invoke as invokeFunction } from "@lambent/lambda";
import { TestEventNameSchema } from "@lambent/model";
import { z } from "zod";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const invoke = operation({
  action: "lambda:InvokeFunction",
  // The use case itself refuses what is not JSON or too large, in the words of AWS's Invoke.
  input: OneFunction.extend({ eventJson: z.string(), testEventName: TestEventNameSchema.optional() }),
  resource: theFunction,
}).mutation(async ({ ctx, input: { eventJson, ...input } }) =>
  invocationResult(await invokeFunction(ctx.ports, { ...input, payload: Buffer.from(eventJson) })),
);

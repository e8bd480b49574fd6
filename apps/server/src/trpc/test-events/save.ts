import { saveTestEvent } from "@lambent/lambda";
import { TestEventJsonSchema, TestEventNameSchema } from "@lambent/model";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const save = operation({
  action: "schemas:UpdateSchema",
  input: OneFunction.extend({
    name: TestEventNameSchema,
    eventJson: TestEventJsonSchema,
    rename: TestEventNameSchema.optional(),
  }),
  resource: theFunction,
}).mutation(({ ctx, input }) => saveTestEvent(ctx.ports, input));

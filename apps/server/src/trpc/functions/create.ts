import { createFunction, functionSettled } from "@lambent/lambda";
import {
  ArchitectureSchema,
  DescriptionSchema,
  FunctionNameSchema,
  HandlerSchema,
  RuntimeSchema,
  TagsSchema,
} from "@lambent/model";
import { z } from "zod";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const create = operation({
  action: "lambda:CreateFunction",
  input: z.object({
    functionName: FunctionNameSchema,
    runtime: RuntimeSchema,
    architecture: ArchitectureSchema,
    description: DescriptionSchema.optional(),
    tags: TagsSchema.optional(),
    handler: HandlerSchema.optional(),
    zipBase64: z.base64().optional(),
  }),
  resource: theFunction,
}).mutation(async ({ ctx, input: { zipBase64, ...input } }) => {
  const created = await createFunction(ctx.ports, {
    ...input,
    ...(zipBase64 !== undefined && { zip: Buffer.from(zipBase64, "base64") }),
  });
  return { configuration: await functionSettled(ctx.ports, created) };
});

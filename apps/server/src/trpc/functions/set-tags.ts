import { setTags } from "@lambent/lambda";
import { TagsSchema } from "@lambent/model";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const replaceTags = operation({
  action: "lambda:TagResource",
  input: OneFunction.extend({ tags: TagsSchema }),
  resource: theFunction,
}).mutation(async ({ ctx, input }) => ({ tags: await setTags(ctx.ports, input) }));

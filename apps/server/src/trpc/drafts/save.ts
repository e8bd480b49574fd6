import { saveDraft } from "@lambent/lambda";
import { CodeChangeSchema, CodeSha256Schema } from "@lambent/model";
import { z } from "zod";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const save = operation({
  action: "lambda:UpdateFunctionCode",
  input: OneFunction.extend({ baseCodeSha256: CodeSha256Schema, changes: z.array(CodeChangeSchema) }),
  resource: theFunction,
}).mutation(async ({ ctx, input }) => {
  const { updatedAt, draftRevision } = await saveDraft(ctx.ports, input);
  return { updatedAt, draftRevision };
});

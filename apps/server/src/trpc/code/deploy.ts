import { functionSettled, updateFunctionCode } from "@lambent/lambda";
import { CodeChangeSchema, CodeSha256Schema } from "@lambent/model";
import { z } from "zod";
import { OneFunction, RevisionId } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const deploy = operation({
  action: "lambda:UpdateFunctionCode",
  input: OneFunction.extend({
    revisionId: RevisionId,
    baseCodeSha256: CodeSha256Schema,
    changes: z.array(CodeChangeSchema),
  }),
  resource: theFunction,
}).mutation(async ({ ctx, input: { functionName, revisionId, ...code } }) => ({
  configuration: await functionSettled(
    ctx.ports,
    await updateFunctionCode(ctx.ports, { functionName, revisionId, code }),
  ),
}));

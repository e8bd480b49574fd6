import { readCodeFile } from "@lambent/lambda";
import { CodePathSchema, CodeSha256Schema } from "@lambent/model";
import { OneFunction } from "../inputs.ts";
import { operation } from "../operation.ts";
import { theFunction } from "../resources.ts";

export const readFile = operation({
  action: "lambda:GetFunction",
  input: OneFunction.extend({ codeSha256: CodeSha256Schema, path: CodePathSchema }),
  resource: theFunction,
}).query(async ({ ctx, input }) => {
  const { content, ...file } = await readCodeFile(ctx.ports, input);
  return { ...file, contentBase64: Buffer.from(content).toString("base64") };
});

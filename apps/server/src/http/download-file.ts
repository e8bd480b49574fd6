import { readCodeFile } from "@lambent/lambda";
import { functionArn } from "@lambent/model";
import { attachment } from "./attachment.ts";
import { FunctionFileParams } from "./function-params.ts";
import type { HttpOperation } from "./http-operation.ts";

/** One file of the function's deployed code. */
export const downloadFile: HttpOperation<typeof FunctionFileParams> = {
  method: "GET",
  url: "/api/functions/:name/files/*",
  action: "lambda:GetFunction",
  params: FunctionFileParams,
  resource: ({ name }, scope) => functionArn(scope, name),
  run: async ({ ports }, { name, "*": path }, _request, reply) => {
    const { content } = await readCodeFile(ports, { functionName: name, path });
    return attachment(reply, path.slice(path.lastIndexOf("/") + 1), "application/octet-stream", content);
  },
};

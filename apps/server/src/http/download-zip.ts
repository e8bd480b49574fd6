import { downloadCode } from "@lambent/lambda";
import { functionArn } from "@lambent/model";
import { attachment } from "./attachment.ts";
import { FunctionParams } from "./function-params.ts";
import type { HttpOperation } from "./http-operation.ts";

/** The function's package, byte for byte as it was uploaded. */
export const downloadZip: HttpOperation<typeof FunctionParams> = {
  method: "GET",
  url: "/api/functions/:name/code.zip",
  action: "lambda:GetFunction",
  params: FunctionParams,
  resource: ({ name }, scope) => functionArn(scope, name),
  run: async ({ ports }, { name }, _request, reply) => {
    const { zip } = await downloadCode(ports, { functionName: name });
    return attachment(reply, `${name}.zip`, "application/zip", zip);
  },
};

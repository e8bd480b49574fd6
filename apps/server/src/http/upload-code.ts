import { functionSettled, updateFunctionCode } from "@lambent/lambda";
import { functionArn, ZIPPED_CODE_LIMIT_BYTES } from "@lambent/model";
import { FunctionParams } from "./function-params.ts";
import type { HttpOperation } from "./http-operation.ts";

/** Replaces a function's code by an uploaded zip; answers its new configuration. */
export const uploadCode: HttpOperation<typeof FunctionParams> = {
  method: "PUT",
  url: "/api/functions/:name/code",
  action: "lambda:UpdateFunctionCode",
  params: FunctionParams,
  resource: ({ name }, scope) => functionArn(scope, name),
  bodyLimit: ZIPPED_CODE_LIMIT_BYTES,
  run: async ({ ports }, { name }, request) => {
    const revisionId = request.headers["x-lambent-revision-id"];
    const zip = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const updated = await updateFunctionCode(ports, {
      functionName: name,
      ...(typeof revisionId === "string" && { revisionId }),
      code: { zip },
    });
    return functionSettled(ports, updated);
  },
};

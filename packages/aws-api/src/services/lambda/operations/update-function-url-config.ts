import {
  UpdateFunctionUrlConfig$,
  type UpdateFunctionUrlConfigRequest,
  type UpdateFunctionUrlConfigResponse,
} from "@aws-sdk/client-lambda";
import { type Ports, updateFunctionUrlConfig } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource } from "../function-reference.ts";
import { corsOf, functionUrlConstraints, functionUrlOutput, requestedUrlOwner } from "../function-url-members.ts";

export default operation<Ports, UpdateFunctionUrlConfigRequest, UpdateFunctionUrlConfigResponse>({
  schema: UpdateFunctionUrlConfig$,
  action: "lambda:UpdateFunctionUrlConfig",
  resource: functionResource,
  context: ({ AuthType }) => ({ "lambda:FunctionUrlAuthType": AuthType }),
  validate: functionUrlConstraints,
  run: async (ports, input, { scope }) => {
    const config = await updateFunctionUrlConfig(ports, {
      ...requestedUrlOwner(input, scope),
      authType: input.AuthType,
      cors: corsOf(input.Cors),
      invokeMode: input.InvokeMode,
    });
    return functionUrlOutput(config);
  },
});

import {
  CreateFunctionUrlConfig$,
  type CreateFunctionUrlConfigRequest,
  type CreateFunctionUrlConfigResponse,
  type FunctionUrlAuthType,
} from "@aws-sdk/client-lambda";
import { createFunctionUrlConfig, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource } from "../function-reference.ts";
import { corsOf, functionUrlConstraints, functionUrlOutput, requestedUrlOwner } from "../function-url-members.ts";

export default operation<Ports, CreateFunctionUrlConfigRequest, CreateFunctionUrlConfigResponse>({
  schema: CreateFunctionUrlConfig$,
  action: "lambda:CreateFunctionUrlConfig",
  resource: functionResource,
  context: ({ AuthType }) => ({ "lambda:FunctionUrlAuthType": AuthType }),
  validate: functionUrlConstraints,
  run: async (ports, input, { scope }) => {
    const config = await createFunctionUrlConfig(ports, {
      ...requestedUrlOwner(input, scope),
      authType: input.AuthType as FunctionUrlAuthType,
      cors: corsOf(input.Cors),
      invokeMode: input.InvokeMode,
    });
    // As on AWS: the mode is told back when it was asked for.
    return { ...functionUrlOutput(config), InvokeMode: input.InvokeMode };
  },
});

import {
  GetRuntimeManagementConfig$,
  type GetRuntimeManagementConfigRequest,
  type GetRuntimeManagementConfigResponse,
} from "@aws-sdk/client-lambda";
import { getRuntimeManagementConfig, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";
import { runtimeManagementOutput } from "../runtime-management-output.ts";

export default operation<Ports, GetRuntimeManagementConfigRequest, GetRuntimeManagementConfigResponse>({
  schema: GetRuntimeManagementConfig$,
  action: "lambda:GetRuntimeManagementConfig",
  resource: functionResource,
  validate: referenceConstraints,
  run: async (ports, input, { scope }) =>
    runtimeManagementOutput(await getRuntimeManagementConfig(ports, requestedFunction(input, scope))),
});

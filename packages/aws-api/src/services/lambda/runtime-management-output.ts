import type { GetRuntimeManagementConfigResponse } from "@aws-sdk/client-lambda";
import type { RuntimeManagement } from "@lambent/lambda";

export function runtimeManagementOutput(config: RuntimeManagement) {
  return {
    FunctionArn: config.functionArn,
    UpdateRuntimeOn: config.updateRuntimeOn,
    RuntimeVersionArn: config.runtimeVersionArn,
  } satisfies GetRuntimeManagementConfigResponse;
}

import {
  type FunctionConfiguration,
  UpdateFunctionConfiguration$,
  type UpdateFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import { type Ports, updateFunctionConfiguration } from "@lambent/lambda";
import { logGroupName } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { refuseAbsentFeatures } from "../absent-features.ts";
import { functionConfigurationOutput } from "../function-configuration.ts";
import { functionResource, referenceConstraints, requireLatest } from "../function-reference.ts";
import { settingConstraints, settingContext, settingPermissions, settingsOf } from "../settings.ts";

export default operation<Ports, UpdateFunctionConfigurationRequest, FunctionConfiguration>({
  schema: UpdateFunctionConfiguration$,
  action: "lambda:UpdateFunctionConfiguration",
  resource: functionResource,
  context: settingContext,
  furtherPermissions: settingPermissions,
  validate: (input) => [...referenceConstraints(input), ...settingConstraints(input)],
  run: async (ports, input, { scope }) => {
    const { functionName } = requireLatest(input, scope);
    const settings = settingsOf(input);
    refuseAbsentFeatures(input, logGroupName(functionName));
    const configuration = await updateFunctionConfiguration(ports, {
      ...settings,
      functionName,
      revisionId: input.RevisionId,
    });
    return functionConfigurationOutput(configuration);
  },
});

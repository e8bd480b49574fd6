import {
  type FunctionConfiguration,
  UpdateFunctionCode$,
  type UpdateFunctionCodeRequest,
} from "@aws-sdk/client-lambda";
import { type Ports, updateFunctionCode } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { refuseAbsentFeatures, zipOf } from "../absent-features.ts";
import { CODE_REQUEST_LIMIT_BYTES } from "../body-limits.ts";
import { functionConfigurationOutput } from "../function-configuration.ts";
import { functionResource, referenceConstraints, requireLatest } from "../function-reference.ts";
import { architectureConstraints, architectureOf } from "../settings.ts";

export default operation<Ports, UpdateFunctionCodeRequest, FunctionConfiguration>({
  schema: UpdateFunctionCode$,
  action: "lambda:UpdateFunctionCode",
  resource: functionResource,
  bodyLimitBytes: CODE_REQUEST_LIMIT_BYTES,
  validate: (input) => [...referenceConstraints(input), ...architectureConstraints(input.Architectures)],
  run: async (ports, input, { scope }) => {
    const { functionName } = requireLatest(input, scope);
    refuseAbsentFeatures({ PublishTo: input.PublishTo }, "");
    const configuration = await updateFunctionCode(ports, {
      functionName,
      code: { zip: zipOf(input) },
      revisionId: input.RevisionId,
      architecture: architectureOf(input.Architectures),
      dryRun: input.DryRun,
      publish: input.Publish,
    });
    return functionConfigurationOutput(configuration);
  },
});

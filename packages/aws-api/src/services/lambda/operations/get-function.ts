import { GetFunction$, type GetFunctionRequest, type GetFunctionResponse } from "@aws-sdk/client-lambda";
import { getFunction, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { codeLocation } from "../code-download.ts";
import { functionConfigurationOutput } from "../function-configuration.ts";
import { functionResource, referenceConstraints, requireLatest } from "../function-reference.ts";

export default operation<Ports, GetFunctionRequest, GetFunctionResponse>({
  schema: GetFunction$,
  action: "lambda:GetFunction",
  resource: functionResource,
  validate: referenceConstraints,
  run: async (ports, input, call) => {
    const { functionName, qualifier, arn } = requireLatest(input, call.scope);
    const { configuration, tags, concurrency } = await getFunction(ports, { functionName });
    const { reservedConcurrentExecutions } = concurrency;
    return {
      Configuration: functionConfigurationOutput(configuration, arn),
      Code: { RepositoryType: "S3", Location: codeLocation(call, configuration) },
      Tags: Object.keys(tags).length > 0 ? tags : undefined,
      Concurrency:
        qualifier === undefined && reservedConcurrentExecutions !== undefined
          ? { ReservedConcurrentExecutions: reservedConcurrentExecutions }
          : undefined,
    };
  },
});

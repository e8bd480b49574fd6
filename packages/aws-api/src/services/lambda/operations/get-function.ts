import { GetFunction$, type GetFunctionRequest, type GetFunctionResponse } from "@aws-sdk/client-lambda";
import { getFunction, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { codeLocation } from "../code-download.ts";
import { functionConfigurationOutput } from "../function-configuration.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";

export default operation<Ports, GetFunctionRequest, GetFunctionResponse>({
  schema: GetFunction$,
  action: "lambda:GetFunction",
  resource: functionResource,
  validate: referenceConstraints,
  run: async (ports, input, call) => {
    const requested = requestedFunction(input, call.scope);
    const { configuration, tags, concurrency } = await getFunction(ports, requested);
    const { reservedConcurrentExecutions } = concurrency;
    return {
      Configuration: functionConfigurationOutput(configuration),
      Code: { RepositoryType: "S3", Location: codeLocation(call, requested.arn, configuration) },
      Tags: Object.keys(tags).length > 0 ? tags : undefined,
      Concurrency:
        reservedConcurrentExecutions !== undefined
          ? { ReservedConcurrentExecutions: reservedConcurrentExecutions }
          : undefined,
    };
  },
});

import {
  type FunctionConfiguration,
  GetFunctionConfiguration$,
  type GetFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import { getFunction, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionConfigurationOutput } from "../function-configuration.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";

export default operation<Ports, GetFunctionConfigurationRequest, FunctionConfiguration>({
  schema: GetFunctionConfiguration$,
  action: "lambda:GetFunctionConfiguration",
  resource: functionResource,
  validate: referenceConstraints,
  run: async (ports, input, { scope }) => {
    const { configuration } = await getFunction(ports, requestedFunction(input, scope));
    return functionConfigurationOutput(configuration);
  },
});

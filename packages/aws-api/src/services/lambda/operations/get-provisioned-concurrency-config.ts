import {
  GetProvisionedConcurrencyConfig$,
  type GetProvisionedConcurrencyConfigRequest,
  type GetProvisionedConcurrencyConfigResponse,
} from "@aws-sdk/client-lambda";
import { getProvisionedConcurrencyConfig, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";
import { provisionedConcurrencyOutput } from "../provisioned-concurrency-output.ts";

export default operation<Ports, GetProvisionedConcurrencyConfigRequest, GetProvisionedConcurrencyConfigResponse>({
  schema: GetProvisionedConcurrencyConfig$,
  action: "lambda:GetProvisionedConcurrencyConfig",
  resource: functionResource,
  validate: referenceConstraints,
  run: async (ports, input, { scope }) =>
    provisionedConcurrencyOutput(await getProvisionedConcurrencyConfig(ports, requestedFunction(input, scope))),
});

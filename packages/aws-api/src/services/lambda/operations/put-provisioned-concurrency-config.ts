import {
  PutProvisionedConcurrencyConfig$,
  type PutProvisionedConcurrencyConfigRequest,
  type PutProvisionedConcurrencyConfigResponse,
} from "@aws-sdk/client-lambda";
import { type Ports, putProvisionedConcurrencyConfig } from "@lambent/lambda";
import { ProvisionedConcurrentExecutionsSchema } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";
import { constraintsOf } from "../member-constraints.ts";
import { provisionedConcurrencyOutput } from "../provisioned-concurrency-output.ts";

export default operation<Ports, PutProvisionedConcurrencyConfigRequest, PutProvisionedConcurrencyConfigResponse>({
  schema: PutProvisionedConcurrencyConfig$,
  action: "lambda:PutProvisionedConcurrencyConfig",
  resource: functionResource,
  validate: (input) => [
    ...referenceConstraints(input),
    ...constraintsOf(ProvisionedConcurrentExecutionsSchema, input.ProvisionedConcurrentExecutions),
  ],
  run: async (ports, input, { scope }) => {
    const { functionName, qualifier } = requestedFunction(input, scope);
    const config = await putProvisionedConcurrencyConfig(ports, {
      functionName,
      qualifier,
      provisionedConcurrentExecutions: input.ProvisionedConcurrentExecutions as number,
    });
    return provisionedConcurrencyOutput(config);
  },
});

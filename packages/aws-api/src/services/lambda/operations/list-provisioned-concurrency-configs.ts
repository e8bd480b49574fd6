import {
  ListProvisionedConcurrencyConfigs$,
  type ListProvisionedConcurrencyConfigsRequest,
  type ListProvisionedConcurrencyConfigsResponse,
} from "@aws-sdk/client-lambda";
import { listProvisionedConcurrencyConfigs, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requireLatest } from "../function-reference.ts";
import { pageConstraints, pageOf, SHORT_LIST_MAX_ITEMS } from "../page-members.ts";
import { provisionedConcurrencyOutput } from "../provisioned-concurrency-output.ts";

export default operation<Ports, ListProvisionedConcurrencyConfigsRequest, ListProvisionedConcurrencyConfigsResponse>({
  schema: ListProvisionedConcurrencyConfigs$,
  action: "lambda:ListProvisionedConcurrencyConfigs",
  resource: functionResource,
  validate: (input) => [...referenceConstraints(input), ...pageConstraints(input, SHORT_LIST_MAX_ITEMS)],
  run: async (ports, input, { scope }) => {
    const { functionName } = requireLatest(input, scope);
    const page = await listProvisionedConcurrencyConfigs(ports, { functionName, ...pageOf(input) });
    return {
      ProvisionedConcurrencyConfigs: page.provisionedConcurrencyConfigs.map((config) => ({
        FunctionArn: config.functionArn,
        ...provisionedConcurrencyOutput(config),
      })),
      NextMarker: page.nextMarker,
    };
  },
});

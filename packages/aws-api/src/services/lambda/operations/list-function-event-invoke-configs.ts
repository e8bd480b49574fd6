import {
  ListFunctionEventInvokeConfigs$,
  type ListFunctionEventInvokeConfigsRequest,
  type ListFunctionEventInvokeConfigsResponse,
} from "@aws-sdk/client-lambda";
import { listFunctionEventInvokeConfigs, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { eventInvokeOutput } from "../event-invoke-members.ts";
import { functionResource, referenceConstraints, requireLatest } from "../function-reference.ts";
import { pageConstraints, pageOf, SHORT_LIST_MAX_ITEMS } from "../page-members.ts";

export default operation<Ports, ListFunctionEventInvokeConfigsRequest, ListFunctionEventInvokeConfigsResponse>({
  schema: ListFunctionEventInvokeConfigs$,
  action: "lambda:ListFunctionEventInvokeConfigs",
  resource: functionResource,
  validate: (input) => [...referenceConstraints(input), ...pageConstraints(input, SHORT_LIST_MAX_ITEMS)],
  run: async (ports, input, { scope }) => {
    const { functionName } = requireLatest(input, scope);
    const page = await listFunctionEventInvokeConfigs(ports, { functionName, ...pageOf(input) });
    return {
      FunctionEventInvokeConfigs: page.functionEventInvokeConfigs.map(eventInvokeOutput),
      NextMarker: page.nextMarker,
    };
  },
});

import {
  ListFunctionUrlConfigs$,
  type ListFunctionUrlConfigsRequest,
  type ListFunctionUrlConfigsResponse,
} from "@aws-sdk/client-lambda";
import { listFunctionUrlConfigs, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requireLatest } from "../function-reference.ts";
import { functionUrlOutput } from "../function-url-members.ts";
import { pageConstraints, pageOf, SHORT_LIST_MAX_ITEMS } from "../page-members.ts";

export default operation<Ports, ListFunctionUrlConfigsRequest, ListFunctionUrlConfigsResponse>({
  schema: ListFunctionUrlConfigs$,
  action: "lambda:ListFunctionUrlConfigs",
  resource: functionResource,
  validate: (input) => [...referenceConstraints(input), ...pageConstraints(input, SHORT_LIST_MAX_ITEMS)],
  run: async (ports, input, { scope }) => {
    const { functionName } = requireLatest(input, scope);
    const { items, nextMarker } = await listFunctionUrlConfigs(ports, { functionName, ...pageOf(input) });
    return { FunctionUrlConfigs: items.map(functionUrlOutput), NextMarker: nextMarker };
  },
});

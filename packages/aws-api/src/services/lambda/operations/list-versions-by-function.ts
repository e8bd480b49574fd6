import {
  ListVersionsByFunction$,
  type ListVersionsByFunctionRequest,
  type ListVersionsByFunctionResponse,
} from "@aws-sdk/client-lambda";
import { listVersionsByFunction, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { listedConfiguration } from "../function-configuration.ts";
import { functionResource, referenceConstraints, requireLatest } from "../function-reference.ts";
import { LONG_LIST_MAX_ITEMS, pageConstraints, pageOf } from "../page-members.ts";

export default operation<Ports, ListVersionsByFunctionRequest, ListVersionsByFunctionResponse>({
  schema: ListVersionsByFunction$,
  action: "lambda:ListVersionsByFunction",
  resource: functionResource,
  validate: (input) => [...referenceConstraints(input), ...pageConstraints(input, LONG_LIST_MAX_ITEMS)],
  run: async (ports, input, { scope }) => {
    const { functionName } = requireLatest(input, scope);
    const { versions, nextMarker } = await listVersionsByFunction(ports, { functionName, ...pageOf(input) });
    return { Versions: versions.map(listedConfiguration), NextMarker: nextMarker };
  },
});

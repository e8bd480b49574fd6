import {
  FunctionVersion,
  ListFunctions$,
  type ListFunctionsRequest,
  type ListFunctionsResponse,
} from "@aws-sdk/client-lambda";
import { listFunctionConfigurations, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { listedConfiguration } from "../function-configuration.ts";
import { enumConstraints } from "../member-constraints.ts";
import { LONG_LIST_MAX_ITEMS, pageConstraints } from "../page-members.ts";

export default operation<Ports, ListFunctionsRequest, ListFunctionsResponse>({
  schema: ListFunctions$,
  action: "lambda:ListFunctions",
  resource: () => "*",
  validate: ({ FunctionVersion: version, MaxItems }) => [
    ...enumConstraints("functionVersion", version, FunctionVersion),
    ...pageConstraints({ MaxItems }, LONG_LIST_MAX_ITEMS),
  ],
  run: async (ports, { FunctionVersion: version, Marker, MaxItems }) => {
    const { functions, nextMarker } = await listFunctionConfigurations(ports, {
      functionVersion: version,
      marker: Marker,
      maxItems: MaxItems,
    });
    return { Functions: functions.map(listedConfiguration), NextMarker: nextMarker };
  },
});

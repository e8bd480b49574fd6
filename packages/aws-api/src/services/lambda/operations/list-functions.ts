import {
  FunctionVersion,
  ListFunctions$,
  type ListFunctionsRequest,
  type ListFunctionsResponse,
} from "@aws-sdk/client-lambda";
import { listFunctionConfigurations, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { listedConfiguration } from "../function-configuration.ts";
import { enumConstraints, rangeConstraints } from "../member-constraints.ts";

const MAX_ITEMS = 10_000;

export default operation<Ports, ListFunctionsRequest, ListFunctionsResponse>({
  schema: ListFunctions$,
  action: "lambda:ListFunctions",
  resource: () => "*",
  validate: ({ FunctionVersion: version, MaxItems }) => [
    ...enumConstraints("functionVersion", version, FunctionVersion),
    ...rangeConstraints("maxItems", MaxItems, 1, MAX_ITEMS),
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

import {
  ListLayerVersions$,
  type ListLayerVersionsRequest,
  type ListLayerVersionsResponse,
} from "@aws-sdk/client-lambda";
import { listLayerVersions, type Ports } from "@lambent/lambda";
import { CompatibleArchitectureSchema, CompatibleRuntimeSchema } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { layerConstraints, layerResource } from "../layer-reference.ts";
import { layerVersionSummaryOutput } from "../layer-version-output.ts";
import { constraintsOf } from "../member-constraints.ts";
import { pageConstraints, pageOf, SHORT_LIST_MAX_ITEMS } from "../page-members.ts";

export default operation<Ports, ListLayerVersionsRequest, ListLayerVersionsResponse>({
  schema: ListLayerVersions$,
  action: "lambda:ListLayerVersions",
  resource: layerResource,
  validate: (input) => [
    ...layerConstraints(input),
    ...constraintsOf(CompatibleArchitectureSchema, input.CompatibleArchitecture),
    ...constraintsOf(CompatibleRuntimeSchema, input.CompatibleRuntime),
    ...pageConstraints(input, SHORT_LIST_MAX_ITEMS),
  ],
  run: async (ports, input) => {
    const { items, nextMarker } = await listLayerVersions(ports, {
      layerName: input.LayerName as string,
      compatibleArchitecture: input.CompatibleArchitecture,
      compatibleRuntime: input.CompatibleRuntime,
      ...pageOf(input),
    });
    return { LayerVersions: items.map(layerVersionSummaryOutput), NextMarker: nextMarker };
  },
});

import { ListLayers$, type ListLayersRequest, type ListLayersResponse } from "@aws-sdk/client-lambda";
import { listLayers, type Ports } from "@lambent/lambda";
import { CompatibleArchitectureSchema, CompatibleRuntimeSchema } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { layerVersionSummaryOutput } from "../layer-version-output.ts";
import { constraintsOf } from "../member-constraints.ts";
import { pageConstraints, pageOf, SHORT_LIST_MAX_ITEMS } from "../page-members.ts";

export default operation<Ports, ListLayersRequest, ListLayersResponse>({
  schema: ListLayers$,
  action: "lambda:ListLayers",
  resource: () => "*",
  validate: (input) => [
    ...constraintsOf(CompatibleArchitectureSchema, input.CompatibleArchitecture),
    ...constraintsOf(CompatibleRuntimeSchema, input.CompatibleRuntime),
    ...pageConstraints(input, SHORT_LIST_MAX_ITEMS),
  ],
  run: async (ports, input) => {
    const { items, nextMarker } = await listLayers(ports, {
      compatibleArchitecture: input.CompatibleArchitecture,
      compatibleRuntime: input.CompatibleRuntime,
      ...pageOf(input),
    });
    return {
      Layers: items.map(({ layerName, layerArn, latestMatchingVersion }) => ({
        LayerName: layerName,
        LayerArn: layerArn,
        LatestMatchingVersion: layerVersionSummaryOutput(latestMatchingVersion),
      })),
      NextMarker: nextMarker,
    };
  },
});

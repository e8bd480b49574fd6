import type { LayerVersionSummary } from "@lambent/model";
import type { Page } from "@lambent/store";
import { pageSize } from "../pages.ts";
import type { Ports } from "../ports.ts";
import { layerVersionSummaryOf } from "./layer-version-of.ts";
import type { ListLayers } from "./list-layers.ts";
import { resolveOwnLayer } from "./resolve-layer.ts";

export interface ListLayerVersions extends ListLayers {
  /** Name or ARN. */
  layerName: string;
}

/** A layer's versions, newest first; none when there is no such layer. @throws AccessDenied, InvalidParameterValue for a wrong marker */
export async function listLayerVersions(ports: Ports, input: ListLayerVersions): Promise<Page<LayerVersionSummary>> {
  const { scope, layerName } = resolveOwnLayer(ports, input.layerName, "lambda:ListLayerVersions");
  const { items, ...rest } = await ports.store.layers.listVersions(scope, layerName, input, {
    marker: input.marker,
    maxItems: pageSize(input),
  });
  return { items: items.map(layerVersionSummaryOf), ...rest };
}

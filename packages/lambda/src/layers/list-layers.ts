import type { Architecture, LayerSummary } from "@lambent/model";
import type { Page } from "@lambent/store";
import { pageSize } from "../pages.ts";
import type { Ports } from "../ports.ts";
import { layerVersionSummaryOf } from "./layer-version-of.ts";

export interface ListLayers {
  compatibleRuntime?: string;
  compatibleArchitecture?: Architecture;
  /** `nextMarker` of the page before. */
  marker?: string;
  /** 1 to 50; 50 when omitted. */
  maxItems?: number;
}

/** The account's layers by name, each with its newest version that the filter lets through. */
export async function listLayers({ store, scope }: Ports, input: ListLayers = {}): Promise<Page<LayerSummary>> {
  const { items, ...rest } = await store.layers.list(scope, input, {
    marker: input.marker,
    maxItems: pageSize(input),
  });
  return {
    items: items.map((record) => ({
      layerName: record.layerName,
      layerArn: record.layerArn,
      latestMatchingVersion: layerVersionSummaryOf(record),
    })),
    ...rest,
  };
}

import type { LayerVersion, LayerVersionSummary } from "@lambent/model";
import type { LayerVersionRecord } from "@lambent/store";

/** The part of a record that callers see. */
export function layerVersionOf(record: LayerVersionRecord): LayerVersion {
  return { layerArn: record.layerArn, ...layerVersionSummaryOf(record), content: record.content };
}

export function layerVersionSummaryOf(record: LayerVersionRecord): LayerVersionSummary {
  return {
    layerVersionArn: record.layerVersionArn,
    version: record.version,
    description: record.description,
    createdDate: record.createdDate,
    compatibleRuntimes: record.compatibleRuntimes,
    compatibleArchitectures: record.compatibleArchitectures,
    ...(record.licenseInfo !== undefined && { licenseInfo: record.licenseInfo }),
  };
}

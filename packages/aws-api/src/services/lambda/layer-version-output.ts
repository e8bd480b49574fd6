import type { Architecture, GetLayerVersionResponse, LayerVersionsListItem, Runtime } from "@aws-sdk/client-lambda";
import type { LayerVersion, LayerVersionSummary } from "@lambent/model";
import type { Call } from "../../operation.ts";
import { layerLocation } from "./layer-download.ts";
import { timestamp } from "./timestamp.ts";

export function layerVersionOutput(call: Call, version: LayerVersion): GetLayerVersionResponse {
  const { codeSha256, codeSizeBytes } = version.content;
  return {
    Content: { Location: layerLocation(call, version), CodeSha256: codeSha256, CodeSize: codeSizeBytes },
    LayerArn: version.layerArn,
    ...layerVersionSummaryOutput(version),
  };
}

/** As lists show it. What its publisher left open is absent. */
export function layerVersionSummaryOutput(version: LayerVersionSummary): LayerVersionsListItem {
  const { compatibleRuntimes, compatibleArchitectures } = version;
  return {
    LayerVersionArn: version.layerVersionArn,
    Version: version.version,
    Description: version.description,
    CreatedDate: timestamp(version.createdDate),
    CompatibleRuntimes: compatibleRuntimes.length > 0 ? (compatibleRuntimes as Runtime[]) : undefined,
    CompatibleArchitectures:
      compatibleArchitectures.length > 0 ? (compatibleArchitectures as Architecture[]) : undefined,
    LicenseInfo: version.licenseInfo,
  };
}

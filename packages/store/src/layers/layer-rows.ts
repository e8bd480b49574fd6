import { layerArn, layerVersionArn, type Scope } from "@lambent/model";
import type { Layer as LayerRow, LayerVersion as LayerVersionRow } from "../generated/client.ts";
import type { LayerVersionRecord } from "../store.ts";

export function layerVersionRecordOf(layer: LayerRow, row: LayerVersionRow): LayerVersionRecord {
  const scope: Scope = { accountId: layer.accountId, region: layer.region };
  return {
    scope,
    layerName: layer.layerName,
    layerArn: layerArn(scope, layer.layerName),
    layerVersionArn: layerVersionArn(scope, layer.layerName, row.version),
    version: row.version,
    description: row.description,
    createdDate: row.createdDate,
    compatibleRuntimes: JSON.parse(row.compatibleRuntimesJson),
    compatibleArchitectures: JSON.parse(row.compatibleArchitecturesJson),
    ...(row.licenseInfo !== null && { licenseInfo: row.licenseInfo }),
    content: { codeSha256: row.codeSha256, codeSizeBytes: row.codeSizeBytes },
    unzippedBytes: row.unzippedBytes,
    permissions: JSON.parse(row.permissionsJson),
    ...(row.policyRevisionId !== null && { policyRevisionId: row.policyRevisionId }),
  };
}

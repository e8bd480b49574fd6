import { layerPolicyJson } from "@lambent/model";
import type { Ports } from "../ports.ts";
import { missingLayerVersion } from "./change-layer-policy.ts";
import type { GetLayerVersion } from "./get-layer-version.ts";
import { missingPolicy } from "./missing-policy.ts";
import { requirePositiveVersion, resolveOwnLayer } from "./resolve-layer.ts";

export interface LayerVersionPolicy {
  /** JSON text of the document. */
  policy: string;
  revisionId: string;
}

/** @throws ResourceNotFound when there is no such version, or nothing is permitted; AccessDenied */
export async function getLayerVersionPolicy(ports: Ports, input: GetLayerVersion): Promise<LayerVersionPolicy> {
  requirePositiveVersion(input.version);
  const layer = resolveOwnLayer(ports, input.layerName, "lambda:GetLayerVersionPolicy");
  const found = await ports.store.layers.getVersion(layer.scope, layer.layerName, input.version);
  if (found === null) throw missingLayerVersion(layer, input.version);
  if (found.policyRevisionId === undefined) throw missingPolicy();
  return { policy: layerPolicyJson(found.layerVersionArn, found.permissions), revisionId: found.policyRevisionId };
}

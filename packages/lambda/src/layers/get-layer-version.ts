import { type LayerVersion, layerVersionArn, ResourceNotFound } from "@lambent/model";
import type { LayerVersionRecord } from "@lambent/store";
import type { Ports } from "../ports.ts";
import { layerVersionOf } from "./layer-version-of.ts";
import { requireReadable } from "./require-readable.ts";
import { type NamedLayer, requirePositiveVersion, resolveLayer } from "./resolve-layer.ts";

export interface GetLayerVersion {
  /** Name or ARN. */
  layerName: string;
  version: number;
}

/** @throws ResourceNotFound, AccessDenied, InvalidParameterValue */
export async function getLayerVersion(ports: Ports, input: GetLayerVersion): Promise<LayerVersion> {
  requirePositiveVersion(input.version);
  return layerVersionOf(await readableVersion(ports, resolveLayer(ports, input.layerName), input.version));
}

/** A version that the account has or that is shared with it. @throws ResourceNotFound, AccessDenied */
export async function readableVersion(
  ports: Ports,
  { scope, layerName }: NamedLayer,
  version: number,
): Promise<LayerVersionRecord> {
  const found = await ports.store.layers.getVersion(scope, layerName, version);
  if (found === null && scope.accountId === ports.scope.accountId) throw new ResourceNotFound();
  return requireReadable(ports.scope, layerVersionArn(scope, layerName, version), found);
}

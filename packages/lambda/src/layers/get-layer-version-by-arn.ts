import { type LayerVersion, parseLayerVersionArn, ResourceNotFound } from "@lambent/model";
import type { Ports } from "../ports.ts";
import { getLayerVersion } from "./get-layer-version.ts";

/** @throws ResourceNotFound, AccessDenied, InvalidParameterValue */
export async function getLayerVersionByArn(ports: Ports, { arn }: { arn: string }): Promise<LayerVersion> {
  const reference = parseLayerVersionArn(arn);
  if (reference === null) throw new ResourceNotFound();
  return getLayerVersion(ports, { layerName: arn.slice(0, arn.lastIndexOf(":")), version: reference.version });
}

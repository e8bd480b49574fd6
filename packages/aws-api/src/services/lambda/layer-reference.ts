import {
  LayerNameSchema,
  layerArn,
  layerVersionArn,
  parseLayerReference,
  ResourceNotFound,
  type Scope,
} from "@lambent/model";
import { constraintsOf } from "./member-constraints.ts";

/** How a request names a layer, and one of its versions. */
export interface LayerMembers {
  LayerName: string | undefined;
}
export interface LayerVersionMembers extends LayerMembers {
  VersionNumber: number | undefined;
}

export const layerConstraints = ({ LayerName }: LayerMembers): string[] => constraintsOf(LayerNameSchema, LayerName);

/** The ARN that a caller needs permission for. */
export function layerResource({ LayerName = "" }: LayerMembers, scope: Scope): string {
  const { layerName, scope: owner = scope } = referenceTo(LayerName);
  return layerArn(owner, layerName);
}

export function layerVersionResource({ LayerName = "", VersionNumber = 0 }: LayerVersionMembers, scope: Scope): string {
  const { layerName, scope: owner = scope } = referenceTo(LayerName);
  return layerVersionArn(owner, layerName, VersionNumber);
}

/** In the domain's terms. */
export function requestedLayerVersion({ LayerName, VersionNumber }: LayerVersionMembers) {
  return { layerName: LayerName as string, version: VersionNumber as number };
}

function referenceTo(text: string) {
  const reference = parseLayerReference(text);
  if (reference === null) throw new ResourceNotFound();
  return reference;
}

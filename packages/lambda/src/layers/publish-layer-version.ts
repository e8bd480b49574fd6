import type { Architecture, LayerVersion } from "@lambent/model";
import type { Ports } from "../ports.ts";
import { layerVersionOf } from "./layer-version-of.ts";
import { resolveOwnLayer } from "./resolve-layer.ts";

export interface PublishLayerVersion {
  /** Name or ARN; a name that is new makes a layer. */
  layerName: string;
  zip: Uint8Array;
  description?: string;
  /** AWS's runtime identifiers. */
  compatibleRuntimes?: readonly string[];
  compatibleArchitectures?: readonly Architecture[];
  licenseInfo?: string;
}

/**
 * Publishes a layer's next version; functions that use an earlier one keep it.
 * @throws AccessDenied for another account's layer; InvalidZipFile and the other refusals of a package.
 */
export async function publishLayerVersion(ports: Ports, input: PublishLayerVersion): Promise<LayerVersion> {
  const { scope, layerName } = resolveOwnLayer(ports, input.layerName, "lambda:PublishLayerVersion");
  const code = await ports.store.codePackages.put(input.zip);
  const record = await ports.store.layers.publish(scope, layerName, {
    description: input.description ?? "",
    compatibleRuntimes: [...(input.compatibleRuntimes ?? [])],
    compatibleArchitectures: [...(input.compatibleArchitectures ?? [])],
    ...(input.licenseInfo !== undefined && { licenseInfo: input.licenseInfo }),
    code,
  });
  return layerVersionOf(record);
}

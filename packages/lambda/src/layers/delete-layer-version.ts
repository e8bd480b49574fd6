import type { Ports } from "../ports.ts";
import type { GetLayerVersion } from "./get-layer-version.ts";
import { requirePositiveVersion, resolveOwnLayer } from "./resolve-layer.ts";

/**
 * Deletes a version: no function can be given it any more, and those that have it go on. One that is not there is no error.
 * @throws AccessDenied, InvalidParameterValue @see spec: lambda §1.4, §1.5
 */
export async function deleteLayerVersion(ports: Ports, input: GetLayerVersion): Promise<void> {
  requirePositiveVersion(input.version);
  const { scope, layerName } = resolveOwnLayer(ports, input.layerName, "lambda:DeleteLayerVersion");
  await ports.store.layers.deleteVersion(scope, layerName, input.version);
}

import type { CodeDownload } from "../download-code.ts";
import type { Ports } from "../ports.ts";
import { type GetLayerVersion, readableVersion } from "./get-layer-version.ts";
import { requirePositiveVersion, resolveLayer } from "./resolve-layer.ts";

/** What GetLayerVersion's `Content.Location` leads to. @throws ResourceNotFound, AccessDenied, InvalidParameterValue */
export async function downloadLayerVersion(ports: Ports, input: GetLayerVersion): Promise<CodeDownload> {
  requirePositiveVersion(input.version);
  const { content } = await readableVersion(ports, resolveLayer(ports, input.layerName), input.version);
  return { codeSha256: content.codeSha256, zip: await ports.store.codePackages.read(content.codeSha256) };
}

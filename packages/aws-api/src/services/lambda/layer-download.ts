import { downloadLayerVersion, type Ports } from "@lambent/lambda";
import type { LayerVersion } from "@lambent/model";
import { percentEncoded } from "../../http-message.ts";
import type { Call } from "../../operation.ts";
import type { Download } from "../../service.ts";
import { layerVersionResource } from "./layer-reference.ts";

const PREFIX = "layer-content";
/** As on AWS: ten minutes. */
const EXPIRES_SECONDS = 600;

/** Where the layer version's zip can be fetched from for a while, without further credentials. */
export function layerLocation(call: Call, { layerArn, version }: LayerVersion): string {
  return call.presign(`/${PREFIX}/${percentEncoded(layerArn)}/${version}`, EXPIRES_SECONDS);
}

const membersOf = ([layerArn = "", version = ""]: readonly string[]) => ({
  LayerName: layerArn,
  VersionNumber: Number(version),
});

export const layerDownload: Download<Ports> = {
  prefix: PREFIX,
  action: "lambda:GetLayerVersion",
  resource: (segments, scope) => layerVersionResource(membersOf(segments), scope),
  run: async (ports, segments) => {
    const { LayerName: layerName, VersionNumber: version } = membersOf(segments);
    const { zip } = await downloadLayerVersion(ports, { layerName, version });
    return {
      status: 200,
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="${layerName.split(":").at(-1)}-${version}.zip"`,
        "x-content-type-options": "nosniff",
      },
      body: zip,
    };
  },
};

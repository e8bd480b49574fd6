import { GetLayerVersion$, type GetLayerVersionRequest, type GetLayerVersionResponse } from "@aws-sdk/client-lambda";
import { getLayerVersion, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { layerConstraints, layerVersionResource, requestedLayerVersion } from "../layer-reference.ts";
import { layerVersionOutput } from "../layer-version-output.ts";

export default operation<Ports, GetLayerVersionRequest, GetLayerVersionResponse>({
  schema: GetLayerVersion$,
  action: "lambda:GetLayerVersion",
  resource: layerVersionResource,
  validate: layerConstraints,
  run: async (ports, input, call) =>
    layerVersionOutput(call, await getLayerVersion(ports, requestedLayerVersion(input))),
});

import { DeleteLayerVersion$, type DeleteLayerVersionRequest } from "@aws-sdk/client-lambda";
import { deleteLayerVersion, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { layerConstraints, layerVersionResource, requestedLayerVersion } from "../layer-reference.ts";

export default operation<Ports, DeleteLayerVersionRequest, void>({
  schema: DeleteLayerVersion$,
  action: "lambda:DeleteLayerVersion",
  resource: layerVersionResource,
  validate: layerConstraints,
  run: (ports, input) => deleteLayerVersion(ports, requestedLayerVersion(input)),
});

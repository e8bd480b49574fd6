import {
  GetLayerVersionPolicy$,
  type GetLayerVersionPolicyRequest,
  type GetLayerVersionPolicyResponse,
} from "@aws-sdk/client-lambda";
import { getLayerVersionPolicy, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { layerConstraints, layerVersionResource, requestedLayerVersion } from "../layer-reference.ts";

export default operation<Ports, GetLayerVersionPolicyRequest, GetLayerVersionPolicyResponse>({
  schema: GetLayerVersionPolicy$,
  action: "lambda:GetLayerVersionPolicy",
  resource: layerVersionResource,
  validate: layerConstraints,
  run: async (ports, input) => {
    const { policy, revisionId } = await getLayerVersionPolicy(ports, requestedLayerVersion(input));
    return { Policy: policy, RevisionId: revisionId };
  },
});

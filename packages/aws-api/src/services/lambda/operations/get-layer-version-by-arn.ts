import {
  GetLayerVersionByArn$,
  type GetLayerVersionByArnRequest,
  type GetLayerVersionResponse,
} from "@aws-sdk/client-lambda";
import { getLayerVersionByArn, type Ports } from "@lambent/lambda";
import { LayerVersionArnSchema } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { layerVersionOutput } from "../layer-version-output.ts";
import { constraintsOf } from "../member-constraints.ts";

export default operation<Ports, GetLayerVersionByArnRequest, GetLayerVersionResponse>({
  schema: GetLayerVersionByArn$,
  action: "lambda:GetLayerVersion",
  resource: (input) => input.Arn as string,
  validate: (input) => constraintsOf(LayerVersionArnSchema, input.Arn),
  run: async (ports, input, call) =>
    layerVersionOutput(call, await getLayerVersionByArn(ports, { arn: input.Arn as string })),
});

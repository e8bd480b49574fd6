import {
  GetFunctionRecursionConfig$,
  type GetFunctionRecursionConfigRequest,
  type GetFunctionRecursionConfigResponse,
} from "@aws-sdk/client-lambda";
import { getFunctionRecursionConfig, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requireUnqualified } from "../function-reference.ts";

export default operation<Ports, GetFunctionRecursionConfigRequest, GetFunctionRecursionConfigResponse>({
  schema: GetFunctionRecursionConfig$,
  action: "lambda:GetFunctionRecursionConfig",
  resource: functionResource,
  validate: referenceConstraints,
  run: async (ports, input, { scope }) => {
    const { recursiveLoop } = await getFunctionRecursionConfig(ports, requireUnqualified(input, scope));
    return { RecursiveLoop: recursiveLoop };
  },
});

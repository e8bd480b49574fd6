import {
  type FunctionEventInvokeConfig,
  GetFunctionEventInvokeConfig$,
  type GetFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import { getFunctionEventInvokeConfig, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { eventInvokeOutput, eventInvokeReference } from "../event-invoke-members.ts";
import { functionResource, referenceConstraints } from "../function-reference.ts";

export default operation<Ports, GetFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>({
  schema: GetFunctionEventInvokeConfig$,
  action: "lambda:GetFunctionEventInvokeConfig",
  resource: functionResource,
  validate: referenceConstraints,
  run: async (ports, input, { scope }) =>
    eventInvokeOutput(await getFunctionEventInvokeConfig(ports, eventInvokeReference(input, scope))),
});

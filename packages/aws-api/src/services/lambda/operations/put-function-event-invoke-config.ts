import {
  type FunctionEventInvokeConfig,
  PutFunctionEventInvokeConfig$,
  type PutFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import { type Ports, putFunctionEventInvokeConfig } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { eventInvokeConstraints, eventInvokeInput, eventInvokeOutput } from "../event-invoke-members.ts";
import { functionResource } from "../function-reference.ts";

export default operation<Ports, PutFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>({
  schema: PutFunctionEventInvokeConfig$,
  action: "lambda:PutFunctionEventInvokeConfig",
  resource: functionResource,
  validate: eventInvokeConstraints,
  run: async (ports, input, { scope }) =>
    eventInvokeOutput(await putFunctionEventInvokeConfig(ports, eventInvokeInput(input, scope))),
});

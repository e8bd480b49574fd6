import {
  type FunctionEventInvokeConfig,
  UpdateFunctionEventInvokeConfig$,
  type UpdateFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import { type Ports, updateFunctionEventInvokeConfig } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { eventInvokeConstraints, eventInvokeInput, eventInvokeOutput } from "../event-invoke-members.ts";
import { functionResource } from "../function-reference.ts";

export default operation<Ports, UpdateFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>({
  schema: UpdateFunctionEventInvokeConfig$,
  action: "lambda:UpdateFunctionEventInvokeConfig",
  resource: functionResource,
  validate: eventInvokeConstraints,
  run: async (ports, input, { scope }) =>
    eventInvokeOutput(await updateFunctionEventInvokeConfig(ports, eventInvokeInput(input, scope))),
});

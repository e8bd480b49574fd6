import { DeleteFunctionEventInvokeConfig$, type DeleteFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import { deleteFunctionEventInvokeConfig, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { eventInvokeReference } from "../event-invoke-members.ts";
import { functionResource, referenceConstraints } from "../function-reference.ts";

export default operation<Ports, DeleteFunctionEventInvokeConfigRequest, void>({
  schema: DeleteFunctionEventInvokeConfig$,
  action: "lambda:DeleteFunctionEventInvokeConfig",
  resource: functionResource,
  validate: referenceConstraints,
  run: (ports, input, { scope }) => deleteFunctionEventInvokeConfig(ports, eventInvokeReference(input, scope)),
});

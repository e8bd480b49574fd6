import { DeleteFunctionUrlConfig$, type DeleteFunctionUrlConfigRequest } from "@aws-sdk/client-lambda";
import { deleteFunctionUrlConfig, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource } from "../function-reference.ts";
import { functionUrlConstraints, functionUrlContext, requestedUrlOwner } from "../function-url-members.ts";

export default operation<Ports, DeleteFunctionUrlConfigRequest, void>({
  schema: DeleteFunctionUrlConfig$,
  action: "lambda:DeleteFunctionUrlConfig",
  resource: functionResource,
  contextOnDemand: functionUrlContext,
  validate: functionUrlConstraints,
  run: (ports, input, { scope }) => deleteFunctionUrlConfig(ports, requestedUrlOwner(input, scope)),
});

import {
  GetFunctionUrlConfig$,
  type GetFunctionUrlConfigRequest,
  type GetFunctionUrlConfigResponse,
} from "@aws-sdk/client-lambda";
import { getFunctionUrlConfig, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource } from "../function-reference.ts";
import {
  functionUrlConstraints,
  functionUrlContext,
  functionUrlOutput,
  requestedUrlOwner,
} from "../function-url-members.ts";

export default operation<Ports, GetFunctionUrlConfigRequest, GetFunctionUrlConfigResponse>({
  schema: GetFunctionUrlConfig$,
  action: "lambda:GetFunctionUrlConfig",
  resource: functionResource,
  contextOnDemand: functionUrlContext,
  validate: functionUrlConstraints,
  run: async (ports, input, { scope }) =>
    functionUrlOutput(await getFunctionUrlConfig(ports, requestedUrlOwner(input, scope))),
});

import {
  PutRuntimeManagementConfig$,
  type PutRuntimeManagementConfigRequest,
  type PutRuntimeManagementConfigResponse,
  type UpdateRuntimeOn,
} from "@aws-sdk/client-lambda";
import { type Ports, putRuntimeManagementConfig } from "@lambent/lambda";
import { constraintMessage, MEMBER, UpdateRuntimeOnSchema } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";
import { constraintsOf } from "../member-constraints.ts";
import { runtimeManagementOutput } from "../runtime-management-output.ts";

/** As AWS prints it. */
const VERSION_ARN_PATTERN_TEXT =
  "arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}::runtime:.+";
const VERSION_ARN_PATTERN = new RegExp(`^(?:${VERSION_ARN_PATTERN_TEXT})$`);

export default operation<Ports, PutRuntimeManagementConfigRequest, PutRuntimeManagementConfigResponse>({
  schema: PutRuntimeManagementConfig$,
  action: "lambda:PutRuntimeManagementConfig",
  resource: functionResource,
  validate: (input) => [
    ...referenceConstraints(input),
    ...constraintsOf(UpdateRuntimeOnSchema, input.UpdateRuntimeOn),
    ...(input.RuntimeVersionArn === undefined || VERSION_ARN_PATTERN.test(input.RuntimeVersionArn)
      ? []
      : [constraintMessage(input.RuntimeVersionArn, "runtimeVersionArn", MEMBER.pattern(VERSION_ARN_PATTERN_TEXT))]),
  ],
  run: async (ports, input, { scope }) => {
    const { functionName, qualifier } = requestedFunction(input, scope);
    const config = await putRuntimeManagementConfig(ports, {
      functionName,
      qualifier,
      updateRuntimeOn: input.UpdateRuntimeOn as UpdateRuntimeOn,
      ...(input.RuntimeVersionArn !== undefined && { runtimeVersionArn: input.RuntimeVersionArn }),
    });
    return runtimeManagementOutput(config);
  },
});

import { CreateFunction$, type CreateFunctionRequest, type FunctionConfiguration } from "@aws-sdk/client-lambda";
import { requestTagKeys } from "@lambent/access";
import { createFunction, type Ports } from "@lambent/lambda";
import {
  constraintMessage,
  DEFAULT_ARCHITECTURE,
  FUNCTION_NAME_MAX_LENGTH,
  InvalidParameterValue,
  logGroupName,
  MEMBER,
  parseFunctionReference,
  type Scope,
  TagsSchema,
  validationErrorMessage,
} from "@lambent/model";
import { operation } from "../../../operation.ts";
import { NO_IMAGES, refuseAbsentFeatures, zipOf } from "../absent-features.ts";
import { CODE_REQUEST_LIMIT_BYTES } from "../body-limits.ts";
import { functionConfigurationOutput } from "../function-configuration.ts";
import { newNameConstraints, requestedFunction } from "../function-reference.ts";
import { constraintsOf, requireParameter } from "../member-constraints.ts";
import {
  architectureConstraints,
  architectureOf,
  packageTypeConstraints,
  settingConstraints,
  settingContext,
  settingPermissions,
  settingsOf,
} from "../settings.ts";

export default operation<Ports, CreateFunctionRequest, FunctionConfiguration>({
  schema: CreateFunction$,
  action: "lambda:CreateFunction",
  resource: (input, scope) => newFunction(input, scope).arn,
  context: (input) => ({ ...requestTagKeys(input.Tags), ...settingContext(input) }),
  furtherPermissions: settingPermissions,
  bodyLimitBytes: CODE_REQUEST_LIMIT_BYTES,
  validate: (input) => [
    ...newNameConstraints(input),
    ...settingConstraints(input),
    ...architectureConstraints(input.Architectures),
    ...packageTypeConstraints(input.PackageType),
    ...constraintsOf(TagsSchema, input.Tags),
  ],
  run: async (ports, input, { scope }) => {
    const { functionName } = newFunction(input, scope);
    if (input.PackageType === "Image") throw new InvalidParameterValue(NO_IMAGES);
    const { runtime, handler, ...settings } = settingsOf(input);
    if (runtime === undefined || handler === undefined) {
      throw new InvalidParameterValue(
        "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
      );
    }
    requireParameter(TagsSchema, input.Tags);
    refuseAbsentFeatures(input, logGroupName(functionName));
    const configuration = await createFunction(ports, {
      ...settings,
      functionName,
      runtime,
      handler,
      architecture: architectureOf(input.Architectures) ?? DEFAULT_ARCHITECTURE,
      tags: input.Tags,
      publish: input.Publish,
      zip: zipOf(input.Code ?? {}),
    });
    return functionConfigurationOutput(configuration);
  },
});

/** AWS refuses a bare name that is too long by another name than one of the wrong form. */
function newFunction(input: CreateFunctionRequest, scope: Scope) {
  const { FunctionName = "" } = input;
  if (parseFunctionReference(FunctionName) === null) {
    const constraint = MEMBER.maxLength(FUNCTION_NAME_MAX_LENGTH);
    throw new InvalidParameterValue(
      validationErrorMessage([constraintMessage(FunctionName, "functionName", constraint)]),
    );
  }
  return requestedFunction({ FunctionName }, scope);
}

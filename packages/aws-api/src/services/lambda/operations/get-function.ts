import { GetFunction$, type GetFunctionRequest, type GetFunctionResponse } from "@aws-sdk/client-lambda";
import { explainAccess, resourceTagKeys } from "@lambent/access";
import { getFunction, type Ports, resourcePolicyOf } from "@lambent/lambda";
import { functionArn } from "@lambent/model";
import { type Call, operation } from "../../../operation.ts";
import { codeLocation } from "../code-download.ts";
import { functionConfigurationOutput } from "../function-configuration.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";

export default operation<Ports, GetFunctionRequest, GetFunctionResponse>({
  schema: GetFunction$,
  action: "lambda:GetFunction",
  resource: functionResource,
  validate: referenceConstraints,
  run: async (ports, input, call) => {
    const requested = requestedFunction(input, call.scope);
    const { configuration, tags, concurrency } = await getFunction(ports, requested);
    const { reservedConcurrentExecutions } = concurrency;
    return {
      Configuration: functionConfigurationOutput(configuration),
      Code: { RepositoryType: "S3", Location: codeLocation(call, requested.arn, configuration) },
      Tags: (await showsTags(ports, requested.functionName, tags, call)) ? tags : undefined,
      Concurrency:
        reservedConcurrentExecutions !== undefined
          ? { ReservedConcurrentExecutions: reservedConcurrentExecutions }
          : undefined,
    };
  },
});

/**
 * Since July 2024 AWS shows tags to those alone who may list them.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html
 */
async function showsTags(
  ports: Ports,
  functionName: string,
  tags: Readonly<Record<string, string>>,
  { caller, context: ofRequest, scope }: Call,
): Promise<boolean> {
  if (Object.keys(tags).length === 0) return false;
  const arn = functionArn(scope, functionName);
  const context = { ...ofRequest, ...resourceTagKeys(tags) };
  if (explainAccess(caller, "lambda:ListTags", arn, { context }).allowed) return true;
  const resourcePolicy = await resourcePolicyOf(ports, arn);
  return (
    resourcePolicy !== undefined && explainAccess(caller, "lambda:ListTags", arn, { context, resourcePolicy }).allowed
  );
}

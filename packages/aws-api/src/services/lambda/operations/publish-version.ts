import { type FunctionConfiguration, PublishVersion$, type PublishVersionRequest } from "@aws-sdk/client-lambda";
import { type Ports, publishVersion } from "@lambent/lambda";
import { DescriptionSchema } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { refuseAbsentFeatures } from "../absent-features.ts";
import { functionConfigurationOutput } from "../function-configuration.ts";
import { functionResource, referenceConstraints, requireLatest } from "../function-reference.ts";
import { constraintsOf } from "../member-constraints.ts";

export default operation<Ports, PublishVersionRequest, FunctionConfiguration>({
  schema: PublishVersion$,
  action: "lambda:PublishVersion",
  resource: functionResource,
  validate: (input) => [...referenceConstraints(input), ...constraintsOf(DescriptionSchema, input.Description)],
  run: async (ports, input, { scope }) => {
    const { functionName } = requireLatest(input, scope);
    refuseAbsentFeatures({ PublishTo: input.PublishTo }, "");
    const configuration = await publishVersion(ports, {
      functionName,
      description: input.Description,
      codeSha256: input.CodeSha256,
      revisionId: input.RevisionId,
    });
    return functionConfigurationOutput(configuration);
  },
});

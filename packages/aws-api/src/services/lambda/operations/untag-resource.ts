import { UntagResource$, type UntagResourceRequest } from "@aws-sdk/client-lambda";
import { type Ports, untagResource } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { resourceConstraints, taggedFunction } from "../tagged-resource.ts";

export default operation<Ports, UntagResourceRequest, void>({
  schema: UntagResource$,
  action: "lambda:UntagResource",
  resource: (input, scope) => taggedFunction(input, scope).arn,
  context: ({ TagKeys }) => ({ "aws:TagKeys": TagKeys }),
  validate: resourceConstraints,
  run: (ports, input, { scope }) =>
    untagResource(ports, { functionName: taggedFunction(input, scope).functionName, tagKeys: input.TagKeys ?? [] }),
});

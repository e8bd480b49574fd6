import { TagResource$, type TagResourceRequest } from "@aws-sdk/client-lambda";
import { requestTagKeys } from "@lambent/access";
import { type Ports, tagResource } from "@lambent/lambda";
import { InvalidParameterValue, TagsSchema } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { constraintsOf, requireParameter } from "../member-constraints.ts";
import { resourceConstraints, taggedFunction } from "../tagged-resource.ts";

export default operation<Ports, TagResourceRequest, void>({
  schema: TagResource$,
  action: "lambda:TagResource",
  resource: (input, scope) => taggedFunction(input, scope).arn,
  context: ({ Tags }) => requestTagKeys(Tags),
  validate: (input) => [...resourceConstraints(input), ...constraintsOf(TagsSchema, input.Tags)],
  run: async (ports, input, { scope }) => {
    const { Tags: tags = {} } = input;
    // AWS says no more than this.
    if (Object.keys(tags).length === 0) {
      throw new InvalidParameterValue("An error occurred and the request cannot be processed.");
    }
    requireParameter(TagsSchema, tags);
    await tagResource(ports, { functionName: taggedFunction(input, scope).functionName, tags });
  },
});

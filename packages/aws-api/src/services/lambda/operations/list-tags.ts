import { ListTags$, type ListTagsRequest, type ListTagsResponse } from "@aws-sdk/client-lambda";
import { listTags, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { resourceConstraints, taggedFunction } from "../tagged-resource.ts";

export default operation<Ports, ListTagsRequest, ListTagsResponse>({
  schema: ListTags$,
  action: "lambda:ListTags",
  resource: (input, scope) => taggedFunction(input, scope).arn,
  validate: resourceConstraints,
  run: async (ports, input, { scope }) => ({ Tags: await listTags(ports, taggedFunction(input, scope)) }),
});

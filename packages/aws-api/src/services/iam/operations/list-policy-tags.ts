import { ListPolicyTags$, type ListPolicyTagsRequest, type ListPolicyTagsResponse } from "@aws-sdk/client-iam";
import { type IamPorts, listPolicyTags } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { policyResource } from "../resources.ts";
import { pageInput, pageOutput, tagListOutput } from "../shapes.ts";

export default operation<IamPorts, ListPolicyTagsRequest, ListPolicyTagsResponse>({
  schema: ListPolicyTags$,
  action: "iam:ListPolicyTags",
  resource: policyResource,
  run: async (ports, input) => {
    const page = await listPolicyTags(ports, { ...pageInput(input), policyArn: input.PolicyArn ?? "" });
    return { Tags: tagListOutput(page.items), ...pageOutput(page) };
  },
});

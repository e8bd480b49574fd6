import { TagPolicy$, type TagPolicyRequest } from "@aws-sdk/client-iam";
import { type IamPorts, tagPolicy } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { policyResource } from "../resources.ts";
import { tagContext, tagsInput } from "../shapes.ts";

export default operation<IamPorts, TagPolicyRequest, void>({
  schema: TagPolicy$,
  action: "iam:TagPolicy",
  resource: policyResource,
  context: tagContext,
  run: (ports, { PolicyArn = "", Tags }) => tagPolicy(ports, { policyArn: PolicyArn, tags: tagsInput(Tags) }),
});

import { CreatePolicy$, type CreatePolicyRequest, type CreatePolicyResponse } from "@aws-sdk/client-iam";
import { createPolicy, type IamPorts } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { policyOutput, tagContext, tagsInput } from "../shapes.ts";

export default operation<IamPorts, CreatePolicyRequest, CreatePolicyResponse>({
  schema: CreatePolicy$,
  action: "iam:CreatePolicy",
  resource: ({ PolicyName, Path = "/" }, { accountId }) => `arn:aws:iam::${accountId}:policy${Path}${PolicyName}`,
  context: tagContext,
  run: async (ports, { PolicyName = "", PolicyDocument = "", Path, Description, Tags }) => {
    const policy = await createPolicy(ports, {
      policyName: PolicyName,
      policyDocument: PolicyDocument,
      path: Path,
      description: Description,
      tags: tagsInput(Tags),
    });
    return { Policy: policyOutput(policy) };
  },
});

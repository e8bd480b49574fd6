import { CreatePolicy$, type CreatePolicyRequest, type CreatePolicyResponse } from "@aws-sdk/client-iam";
import { createPolicy, type IamPorts } from "@lambent/iam";
import type { Scope } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { policyOutput, tagContext, taggingPermission, tagsInput } from "../shapes.ts";

export default operation<IamPorts, CreatePolicyRequest, CreatePolicyResponse>({
  schema: CreatePolicy$,
  action: "iam:CreatePolicy",
  resource: newPolicy,
  context: tagContext,
  furtherPermissions: (input, scope) => taggingPermission("iam:TagPolicy", newPolicy(input, scope), input),
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

function newPolicy({ PolicyName, Path = "/" }: CreatePolicyRequest, { accountId }: Scope): string {
  return `arn:aws:iam::${accountId}:policy${Path}${PolicyName}`;
}

import { GetPolicy$, type GetPolicyRequest, type GetPolicyResponse } from "@aws-sdk/client-iam";
import { getPolicy, type IamPorts } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { policyResource } from "../resources.ts";
import { policyOutput } from "../shapes.ts";

export default operation<IamPorts, GetPolicyRequest, GetPolicyResponse>({
  schema: GetPolicy$,
  action: "iam:GetPolicy",
  resource: policyResource,
  run: async (ports, { PolicyArn = "" }) => ({
    Policy: policyOutput(await getPolicy(ports, { policyArn: PolicyArn })),
  }),
});

import { GetRolePolicy$, type GetRolePolicyRequest, type GetRolePolicyResponse } from "@aws-sdk/client-iam";
import { getRolePolicy, type IamPorts } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";
import { documentOutput } from "../shapes.ts";

export default operation<IamPorts, GetRolePolicyRequest, GetRolePolicyResponse>({
  schema: GetRolePolicy$,
  action: "iam:GetRolePolicy",
  resource: roleResource,
  run: async (ports, { RoleName = "", PolicyName = "" }) => {
    const found = await getRolePolicy(ports, { roleName: RoleName, policyName: PolicyName });
    return {
      RoleName: found.roleName,
      PolicyName: found.policyName,
      PolicyDocument: documentOutput(found.policyDocument),
    };
  },
});

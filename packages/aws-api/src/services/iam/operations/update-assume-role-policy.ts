import { UpdateAssumeRolePolicy$, type UpdateAssumeRolePolicyRequest } from "@aws-sdk/client-iam";
import { type IamPorts, updateAssumeRolePolicy } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";

export default operation<IamPorts, UpdateAssumeRolePolicyRequest, void>({
  schema: UpdateAssumeRolePolicy$,
  action: "iam:UpdateAssumeRolePolicy",
  resource: roleResource,
  run: (ports, { RoleName = "", PolicyDocument = "" }) =>
    updateAssumeRolePolicy(ports, { roleName: RoleName, policyDocument: PolicyDocument }),
});

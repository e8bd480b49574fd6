import { DeleteRolePolicy$, type DeleteRolePolicyRequest } from "@aws-sdk/client-iam";
import { deleteRolePolicy, type IamPorts } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";

export default operation<IamPorts, DeleteRolePolicyRequest, void>({
  schema: DeleteRolePolicy$,
  action: "iam:DeleteRolePolicy",
  resource: roleResource,
  run: (ports, { RoleName = "", PolicyName = "" }) =>
    deleteRolePolicy(ports, { roleName: RoleName, policyName: PolicyName }),
});

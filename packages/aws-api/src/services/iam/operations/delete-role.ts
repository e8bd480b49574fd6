import { DeleteRole$, type DeleteRoleRequest } from "@aws-sdk/client-iam";
import { deleteRole, type IamPorts } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";

export default operation<IamPorts, DeleteRoleRequest, void>({
  schema: DeleteRole$,
  action: "iam:DeleteRole",
  resource: roleResource,
  run: (ports, { RoleName = "" }) => deleteRole(ports, { roleName: RoleName }),
});

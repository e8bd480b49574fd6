import { UpdateRole$, type UpdateRoleRequest, type UpdateRoleResponse } from "@aws-sdk/client-iam";
import { type IamPorts, updateRole } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";

export default operation<IamPorts, UpdateRoleRequest, UpdateRoleResponse>({
  schema: UpdateRole$,
  action: "iam:UpdateRole",
  resource: roleResource,
  run: async (ports, { RoleName = "", Description, MaxSessionDuration }) => {
    await updateRole(ports, {
      roleName: RoleName,
      description: Description,
      maxSessionDurationSeconds: MaxSessionDuration,
    });
    return {};
  },
});

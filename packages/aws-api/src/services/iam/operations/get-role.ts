import { GetRole$, type GetRoleRequest, type GetRoleResponse } from "@aws-sdk/client-iam";
import { getRole, type IamPorts } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";
import { roleOutput } from "../shapes.ts";

export default operation<IamPorts, GetRoleRequest, GetRoleResponse>({
  schema: GetRole$,
  action: "iam:GetRole",
  resource: roleResource,
  run: async (ports, { RoleName = "" }) => ({
    Role: roleOutput(await getRole(ports, { roleName: RoleName })),
  }),
});

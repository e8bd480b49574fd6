import {
  UpdateRoleDescription$,
  type UpdateRoleDescriptionRequest,
  type UpdateRoleDescriptionResponse,
} from "@aws-sdk/client-iam";
import { type IamPorts, updateRole } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";
import { roleOutput } from "../shapes.ts";

export default operation<IamPorts, UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse>({
  schema: UpdateRoleDescription$,
  action: "iam:UpdateRoleDescription",
  resource: roleResource,
  run: async (ports, { RoleName = "", Description = "" }) => ({
    Role: roleOutput(await updateRole(ports, { roleName: RoleName, description: Description })),
  }),
});

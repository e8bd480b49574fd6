import {
  ListInstanceProfilesForRole$,
  type ListInstanceProfilesForRoleRequest,
  type ListInstanceProfilesForRoleResponse,
} from "@aws-sdk/client-iam";
import { type IamPorts, listInstanceProfilesForRole } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";
import { pageInput, pageOutput } from "../shapes.ts";

export default operation<IamPorts, ListInstanceProfilesForRoleRequest, ListInstanceProfilesForRoleResponse>({
  schema: ListInstanceProfilesForRole$,
  action: "iam:ListInstanceProfilesForRole",
  resource: roleResource,
  run: async (ports, input) => {
    const page = await listInstanceProfilesForRole(ports, { ...pageInput(input), roleName: input.RoleName ?? "" });
    return { InstanceProfiles: page.items, ...pageOutput(page) };
  },
});

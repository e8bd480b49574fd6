import {
  ListEntitiesForPolicy$,
  type ListEntitiesForPolicyRequest,
  type ListEntitiesForPolicyResponse,
} from "@aws-sdk/client-iam";
import { getRole, type IamPorts, listEntitiesForPolicy } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { policyResource } from "../resources.ts";
import { pageInput, pageOutput } from "../shapes.ts";

export default operation<IamPorts, ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse>({
  schema: ListEntitiesForPolicy$,
  action: "iam:ListEntitiesForPolicy",
  resource: policyResource,
  run: async (ports, input) => {
    const page = await listEntitiesForPolicy(ports, { ...pageInput(input), policyArn: input.PolicyArn ?? "" });
    const { EntityFilter = "Role", PathPrefix = "/", PolicyUsageFilter } = input;
    // Roles are all that can have a policy, and none has one as its boundary.
    const asked = EntityFilter === "Role" && PolicyUsageFilter !== "PermissionsBoundary" ? page.items : [];
    const roles = await Promise.all(asked.map((roleName) => getRole(ports, { roleName })));
    const PolicyRoles = roles
      .filter(({ path }) => path.startsWith(PathPrefix))
      .map(({ roleName, roleId }) => ({ RoleName: roleName, RoleId: roleId }));
    return { PolicyRoles, PolicyGroups: [], PolicyUsers: [], ...pageOutput(page) };
  },
});

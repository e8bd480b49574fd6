import { CreateRole$, type CreateRoleRequest, type CreateRoleResponse } from "@aws-sdk/client-iam";
import { createRole, type IamPorts } from "@lambent/iam";
import { roleArn, type Scope } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { refuseBoundary } from "../absent-features.ts";
import { roleOutput, tagContext, taggingPermission, tagsInput } from "../shapes.ts";

export default operation<IamPorts, CreateRoleRequest, CreateRoleResponse>({
  schema: CreateRole$,
  action: "iam:CreateRole",
  resource: newRole,
  context: tagContext,
  furtherPermissions: (input, scope) => taggingPermission("iam:TagRole", newRole(input, scope), input),
  run: async (ports, input) => {
    refuseBoundary(input);
    const role = await createRole(ports, {
      roleName: input.RoleName ?? "",
      assumeRolePolicyDocument: input.AssumeRolePolicyDocument ?? "",
      path: input.Path,
      description: input.Description,
      maxSessionDurationSeconds: input.MaxSessionDuration,
      tags: tagsInput(input.Tags),
    });
    return { Role: roleOutput(role) };
  },
});

function newRole({ RoleName = "", Path = "/" }: CreateRoleRequest, scope: Scope): string {
  return roleArn(scope, RoleName, Path);
}

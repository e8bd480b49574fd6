import { TagRole$, type TagRoleRequest } from "@aws-sdk/client-iam";
import { type IamPorts, tagRole } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";
import { tagContext, tagsInput } from "../shapes.ts";

export default operation<IamPorts, TagRoleRequest, void>({
  schema: TagRole$,
  action: "iam:TagRole",
  resource: roleResource,
  context: tagContext,
  run: (ports, { RoleName = "", Tags }) => tagRole(ports, { roleName: RoleName, tags: tagsInput(Tags) }),
});

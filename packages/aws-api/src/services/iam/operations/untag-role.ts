import { UntagRole$, type UntagRoleRequest } from "@aws-sdk/client-iam";
import { type IamPorts, untagRole } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";

export default operation<IamPorts, UntagRoleRequest, void>({
  schema: UntagRole$,
  action: "iam:UntagRole",
  resource: roleResource,
  context: ({ TagKeys }) => ({ "aws:TagKeys": TagKeys }),
  run: (ports, { RoleName = "", TagKeys = [] }) => untagRole(ports, { roleName: RoleName, tagKeys: TagKeys }),
});

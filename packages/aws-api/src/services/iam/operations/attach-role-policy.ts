import { AttachRolePolicy$, type AttachRolePolicyRequest } from "@aws-sdk/client-iam";
import { attachRolePolicy, type IamPorts } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";

export default operation<IamPorts, AttachRolePolicyRequest, void>({
  schema: AttachRolePolicy$,
  action: "iam:AttachRolePolicy",
  resource: roleResource,
  context: ({ PolicyArn }) => ({ "iam:PolicyARN": PolicyArn }),
  run: (ports, { RoleName = "", PolicyArn = "" }) =>
    attachRolePolicy(ports, { roleName: RoleName, policyArn: PolicyArn }),
});

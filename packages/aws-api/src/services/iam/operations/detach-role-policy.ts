import { DetachRolePolicy$, type DetachRolePolicyRequest } from "@aws-sdk/client-iam";
import { detachRolePolicy, type IamPorts } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";

export default operation<IamPorts, DetachRolePolicyRequest, void>({
  schema: DetachRolePolicy$,
  action: "iam:DetachRolePolicy",
  resource: roleResource,
  context: ({ PolicyArn }) => ({ "iam:PolicyARN": PolicyArn }),
  run: (ports, { RoleName = "", PolicyArn = "" }) =>
    detachRolePolicy(ports, { roleName: RoleName, policyArn: PolicyArn }),
});

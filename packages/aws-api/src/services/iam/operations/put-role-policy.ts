import { PutRolePolicy$, type PutRolePolicyRequest } from "@aws-sdk/client-iam";
import { type IamPorts, putRolePolicy } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";

export default operation<IamPorts, PutRolePolicyRequest, void>({
  schema: PutRolePolicy$,
  action: "iam:PutRolePolicy",
  resource: roleResource,
  run: (ports, { RoleName = "", PolicyName = "", PolicyDocument = "" }) =>
    putRolePolicy(ports, { roleName: RoleName, policyName: PolicyName, policyDocument: PolicyDocument }),
});

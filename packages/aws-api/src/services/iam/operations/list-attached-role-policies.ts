import {
  ListAttachedRolePolicies$,
  type ListAttachedRolePoliciesRequest,
  type ListAttachedRolePoliciesResponse,
} from "@aws-sdk/client-iam";
import { type IamPorts, listAttachedRolePolicies } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";
import { pageInput, pageOutput } from "../shapes.ts";

export default operation<IamPorts, ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse>({
  schema: ListAttachedRolePolicies$,
  action: "iam:ListAttachedRolePolicies",
  resource: roleResource,
  run: async (ports, input) => {
    const { RoleName = "", PathPrefix } = input;
    const page = await listAttachedRolePolicies(ports, {
      ...pageInput(input),
      roleName: RoleName,
      pathPrefix: PathPrefix,
    });
    return {
      AttachedPolicies: page.items.map(({ policyName, policyArn }) => ({
        PolicyName: policyName,
        PolicyArn: policyArn,
      })),
      ...pageOutput(page),
    };
  },
});

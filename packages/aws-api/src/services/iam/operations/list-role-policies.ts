import { ListRolePolicies$, type ListRolePoliciesRequest, type ListRolePoliciesResponse } from "@aws-sdk/client-iam";
import { type IamPorts, listRolePolicies } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";
import { pageInput, pageOutput } from "../shapes.ts";

export default operation<IamPorts, ListRolePoliciesRequest, ListRolePoliciesResponse>({
  schema: ListRolePolicies$,
  action: "iam:ListRolePolicies",
  resource: roleResource,
  run: async (ports, input) => {
    const page = await listRolePolicies(ports, { ...pageInput(input), roleName: input.RoleName ?? "" });
    return { PolicyNames: page.items, ...pageOutput(page) };
  },
});

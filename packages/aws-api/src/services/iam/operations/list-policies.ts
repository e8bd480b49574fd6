import { ListPolicies$, type ListPoliciesRequest, type ListPoliciesResponse } from "@aws-sdk/client-iam";
import { type IamPorts, listPolicies } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { listedPolicy, pageInput, pageOutput } from "../shapes.ts";

export default operation<IamPorts, ListPoliciesRequest, ListPoliciesResponse>({
  schema: ListPolicies$,
  action: "iam:ListPolicies",
  resource: ({ PathPrefix = "/" }) => `policy path ${PathPrefix}`,
  run: async (ports, input) => {
    // No policy is anybody's permissions boundary here.
    if (input.PolicyUsageFilter === "PermissionsBoundary") return { Policies: [], IsTruncated: false };
    const page = await listPolicies(ports, {
      ...pageInput(input),
      scope: input.Scope,
      onlyAttached: input.OnlyAttached,
      pathPrefix: input.PathPrefix,
    });
    return { Policies: page.items.map(listedPolicy), ...pageOutput(page) };
  },
});

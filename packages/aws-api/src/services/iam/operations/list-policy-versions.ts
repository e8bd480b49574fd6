import {
  ListPolicyVersions$,
  type ListPolicyVersionsRequest,
  type ListPolicyVersionsResponse,
} from "@aws-sdk/client-iam";
import { type IamPorts, listPolicyVersions } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { policyResource } from "../resources.ts";
import { listedVersion, pageInput, pageOutput } from "../shapes.ts";

export default operation<IamPorts, ListPolicyVersionsRequest, ListPolicyVersionsResponse>({
  schema: ListPolicyVersions$,
  action: "iam:ListPolicyVersions",
  resource: policyResource,
  run: async (ports, input) => {
    const page = await listPolicyVersions(ports, { ...pageInput(input), policyArn: input.PolicyArn ?? "" });
    return { Versions: page.items.map(listedVersion), ...pageOutput(page) };
  },
});

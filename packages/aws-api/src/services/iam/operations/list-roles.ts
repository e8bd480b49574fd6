import { ListRoles$, type ListRolesRequest, type ListRolesResponse } from "@aws-sdk/client-iam";
import { type IamPorts, listRoles } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { listedRole, pageInput, pageOutput } from "../shapes.ts";

export default operation<IamPorts, ListRolesRequest, ListRolesResponse>({
  schema: ListRoles$,
  action: "iam:ListRoles",
  resource: ({ PathPrefix = "/" }, { accountId }) => `arn:aws:iam::${accountId}:role${PathPrefix}`,
  run: async (ports, input) => {
    const page = await listRoles(ports, { ...pageInput(input), pathPrefix: input.PathPrefix });
    return { Roles: page.items.map(listedRole), ...pageOutput(page) };
  },
});

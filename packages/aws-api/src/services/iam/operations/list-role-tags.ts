import { ListRoleTags$, type ListRoleTagsRequest, type ListRoleTagsResponse } from "@aws-sdk/client-iam";
import { type IamPorts, listRoleTags } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { roleResource } from "../resources.ts";
import { pageInput, pageOutput, tagListOutput } from "../shapes.ts";

export default operation<IamPorts, ListRoleTagsRequest, ListRoleTagsResponse>({
  schema: ListRoleTags$,
  action: "iam:ListRoleTags",
  resource: roleResource,
  run: async (ports, input) => {
    const page = await listRoleTags(ports, { ...pageInput(input), roleName: input.RoleName ?? "" });
    return { Tags: tagListOutput(page.items), ...pageOutput(page) };
  },
});

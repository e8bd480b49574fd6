import { DeleteAlias$, type DeleteAliasRequest } from "@aws-sdk/client-lambda";
import { deleteAlias, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { aliasConstraints } from "../alias-members.ts";
import { functionResource, requireLatest } from "../function-reference.ts";

export default operation<Ports, DeleteAliasRequest, void>({
  schema: DeleteAlias$,
  action: "lambda:DeleteAlias",
  resource: functionResource,
  validate: aliasConstraints,
  run: (ports, input, { scope }) => {
    const { functionName } = requireLatest(input, scope);
    return deleteAlias(ports, { functionName, name: input.Name as string });
  },
});

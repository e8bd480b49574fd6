import { type AliasConfiguration, GetAlias$, type GetAliasRequest } from "@aws-sdk/client-lambda";
import { getAlias, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { aliasConstraints, aliasOutput } from "../alias-members.ts";
import { functionResource, requireLatest } from "../function-reference.ts";

export default operation<Ports, GetAliasRequest, AliasConfiguration>({
  schema: GetAlias$,
  action: "lambda:GetAlias",
  resource: functionResource,
  validate: aliasConstraints,
  run: async (ports, input, { scope }) => {
    const { functionName } = requireLatest(input, scope);
    return aliasOutput(await getAlias(ports, { functionName, name: input.Name as string }));
  },
});

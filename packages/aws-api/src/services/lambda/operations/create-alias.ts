import { type AliasConfiguration, CreateAlias$, type CreateAliasRequest } from "@aws-sdk/client-lambda";
import { createAlias, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { aliasConstraints, aliasOutput, routingOf } from "../alias-members.ts";
import { functionResource, requireLatest } from "../function-reference.ts";

export default operation<Ports, CreateAliasRequest, AliasConfiguration>({
  schema: CreateAlias$,
  action: "lambda:CreateAlias",
  resource: functionResource,
  validate: aliasConstraints,
  run: async (ports, input, { scope }) => {
    const { functionName } = requireLatest(input, scope);
    const alias = await createAlias(ports, {
      functionName,
      name: input.Name as string,
      functionVersion: input.FunctionVersion as string,
      description: input.Description,
      routingConfig: routingOf(input.RoutingConfig),
    });
    return aliasOutput(alias);
  },
});

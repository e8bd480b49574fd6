import { type AliasConfiguration, UpdateAlias$, type UpdateAliasRequest } from "@aws-sdk/client-lambda";
import { type Ports, updateAlias } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { aliasConstraints, aliasOutput, routingOf } from "../alias-members.ts";
import { functionResource, requireLatest } from "../function-reference.ts";

export default operation<Ports, UpdateAliasRequest, AliasConfiguration>({
  schema: UpdateAlias$,
  action: "lambda:UpdateAlias",
  resource: functionResource,
  validate: aliasConstraints,
  run: async (ports, input, { scope }) => {
    const { functionName } = requireLatest(input, scope);
    const alias = await updateAlias(ports, {
      functionName,
      name: input.Name as string,
      functionVersion: input.FunctionVersion,
      description: input.Description,
      routingConfig: routingOf(input.RoutingConfig),
      revisionId: input.RevisionId,
    });
    return aliasOutput(alias);
  },
});

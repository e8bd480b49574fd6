import { ListAliases$, type ListAliasesRequest, type ListAliasesResponse } from "@aws-sdk/client-lambda";
import { listAliases, type Ports } from "@lambent/lambda";
import { FunctionVersionSchema } from "@lambent/model";
import { operation } from "../../../operation.ts";
import { aliasOutput } from "../alias-members.ts";
import { functionResource, referenceConstraints, requireLatest } from "../function-reference.ts";
import { constraintsOf } from "../member-constraints.ts";
import { LONG_LIST_MAX_ITEMS, pageConstraints, pageOf } from "../page-members.ts";

export default operation<Ports, ListAliasesRequest, ListAliasesResponse>({
  schema: ListAliases$,
  action: "lambda:ListAliases",
  resource: functionResource,
  validate: (input) => [
    ...referenceConstraints(input),
    ...constraintsOf(FunctionVersionSchema, input.FunctionVersion),
    ...pageConstraints(input, LONG_LIST_MAX_ITEMS),
  ],
  run: async (ports, input, { scope }) => {
    const { functionName } = requireLatest(input, scope);
    const { aliases, nextMarker } = await listAliases(ports, {
      functionName,
      functionVersion: input.FunctionVersion,
      ...pageOf(input),
    });
    return { Aliases: aliases.map(aliasOutput), NextMarker: nextMarker };
  },
});

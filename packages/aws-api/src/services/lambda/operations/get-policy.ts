import { GetPolicy$, type GetPolicyRequest, type GetPolicyResponse } from "@aws-sdk/client-lambda";
import { getPolicy, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";
import { functionResource, referenceConstraints, requestedFunction } from "../function-reference.ts";

export default operation<Ports, GetPolicyRequest, GetPolicyResponse>({
  schema: GetPolicy$,
  action: "lambda:GetPolicy",
  resource: functionResource,
  validate: referenceConstraints,
  run: async (ports, input, { scope }) => {
    const { policy, revisionId } = await getPolicy(ports, requestedFunction(input, scope));
    return { Policy: JSON.stringify(policy), RevisionId: revisionId };
  },
});

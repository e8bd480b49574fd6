import { DeletePolicy$, type DeletePolicyRequest } from "@aws-sdk/client-iam";
import { deletePolicy, type IamPorts } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { policyResource } from "../resources.ts";

export default operation<IamPorts, DeletePolicyRequest, void>({
  schema: DeletePolicy$,
  action: "iam:DeletePolicy",
  resource: policyResource,
  run: (ports, { PolicyArn = "" }) => deletePolicy(ports, { policyArn: PolicyArn }),
});

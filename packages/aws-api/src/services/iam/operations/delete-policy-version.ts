import { DeletePolicyVersion$, type DeletePolicyVersionRequest } from "@aws-sdk/client-iam";
import { deletePolicyVersion, type IamPorts } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { policyResource } from "../resources.ts";

export default operation<IamPorts, DeletePolicyVersionRequest, void>({
  schema: DeletePolicyVersion$,
  action: "iam:DeletePolicyVersion",
  resource: policyResource,
  run: (ports, { PolicyArn = "", VersionId = "" }) =>
    deletePolicyVersion(ports, { policyArn: PolicyArn, versionId: VersionId }),
});

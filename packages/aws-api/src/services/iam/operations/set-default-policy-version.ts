import { SetDefaultPolicyVersion$, type SetDefaultPolicyVersionRequest } from "@aws-sdk/client-iam";
import { type IamPorts, setDefaultPolicyVersion } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { policyResource } from "../resources.ts";

export default operation<IamPorts, SetDefaultPolicyVersionRequest, void>({
  schema: SetDefaultPolicyVersion$,
  action: "iam:SetDefaultPolicyVersion",
  resource: policyResource,
  run: (ports, { PolicyArn = "", VersionId = "" }) =>
    setDefaultPolicyVersion(ports, { policyArn: PolicyArn, versionId: VersionId }),
});

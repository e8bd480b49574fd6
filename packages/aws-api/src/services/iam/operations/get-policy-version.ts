import { GetPolicyVersion$, type GetPolicyVersionRequest, type GetPolicyVersionResponse } from "@aws-sdk/client-iam";
import { getPolicyVersion, type IamPorts } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { policyResource } from "../resources.ts";
import { versionOutput } from "../shapes.ts";

export default operation<IamPorts, GetPolicyVersionRequest, GetPolicyVersionResponse>({
  schema: GetPolicyVersion$,
  action: "iam:GetPolicyVersion",
  resource: policyResource,
  run: async (ports, { PolicyArn = "", VersionId = "" }) => ({
    PolicyVersion: versionOutput(await getPolicyVersion(ports, { policyArn: PolicyArn, versionId: VersionId })),
  }),
});

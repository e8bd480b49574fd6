import {
  CreatePolicyVersion$,
  type CreatePolicyVersionRequest,
  type CreatePolicyVersionResponse,
} from "@aws-sdk/client-iam";
import { createPolicyVersion, type IamPorts } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { policyResource } from "../resources.ts";
import { listedVersion } from "../shapes.ts";

export default operation<IamPorts, CreatePolicyVersionRequest, CreatePolicyVersionResponse>({
  schema: CreatePolicyVersion$,
  action: "iam:CreatePolicyVersion",
  resource: policyResource,
  run: async (ports, { PolicyArn = "", PolicyDocument = "", SetAsDefault }) => {
    const version = await createPolicyVersion(ports, {
      policyArn: PolicyArn,
      policyDocument: PolicyDocument,
      setAsDefault: SetAsDefault,
    });
    return { PolicyVersion: listedVersion(version) };
  },
});

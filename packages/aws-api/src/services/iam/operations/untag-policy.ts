import { UntagPolicy$, type UntagPolicyRequest } from "@aws-sdk/client-iam";
import { type IamPorts, untagPolicy } from "@lambent/iam";
import { operation } from "../../../operation.ts";
import { policyResource } from "../resources.ts";

export default operation<IamPorts, UntagPolicyRequest, void>({
  schema: UntagPolicy$,
  action: "iam:UntagPolicy",
  resource: policyResource,
  context: ({ TagKeys }) => ({ "aws:TagKeys": TagKeys }),
  run: (ports, { PolicyArn = "", TagKeys = [] }) => untagPolicy(ports, { policyArn: PolicyArn, tagKeys: TagKeys }),
});

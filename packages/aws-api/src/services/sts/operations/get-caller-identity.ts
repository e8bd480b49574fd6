import { GetCallerIdentity$, type GetCallerIdentityRequest, type GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import { getCallerIdentity, type IamPorts } from "@lambent/iam";
import { operation } from "../../../operation.ts";

export default operation<IamPorts, GetCallerIdentityRequest, GetCallerIdentityResponse>({
  schema: GetCallerIdentity$,
  action: null,
  resource: () => "*",
  run: async (_ports, _input, call) => {
    const { userId, account, arn } = getCallerIdentity(call);
    return { UserId: userId, Account: account, Arn: arn };
  },
});

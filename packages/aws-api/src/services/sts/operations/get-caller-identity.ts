import { GetCallerIdentity$, type GetCallerIdentityRequest, type GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import { operation } from "../../../operation.ts";

export default operation<unknown, GetCallerIdentityRequest, GetCallerIdentityResponse>({
  schema: GetCallerIdentity$,
  action: null,
  resource: () => "*",
  run: async (_ports, _input, { caller, scope }) => ({
    UserId: userId(caller.principalArn),
    Account: scope.accountId,
    Arn: caller.principalArn,
  }),
});

/** AWS gives each identity an id of its own; the name within the account is as unique. */
function userId(principalArn: string): string {
  return principalArn.slice(principalArn.lastIndexOf("/") + 1);
}

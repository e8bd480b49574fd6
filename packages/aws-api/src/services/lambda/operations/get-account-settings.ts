import {
  GetAccountSettings$,
  type GetAccountSettingsRequest,
  type GetAccountSettingsResponse,
} from "@aws-sdk/client-lambda";
import { getAccountSettings, type Ports } from "@lambent/lambda";
import { operation } from "../../../operation.ts";

/** AWS's figure (75 GB), which clients compare their usage with; here the disk is the limit. */
const TOTAL_CODE_SIZE_BYTES = 80_530_636_800;

export default operation<Ports, GetAccountSettingsRequest, GetAccountSettingsResponse>({
  schema: GetAccountSettings$,
  action: "lambda:GetAccountSettings",
  resource: () => "*",
  run: async (ports) => {
    const { accountLimit, accountUsage } = await getAccountSettings(ports);
    return {
      AccountLimit: {
        TotalCodeSize: TOTAL_CODE_SIZE_BYTES,
        CodeSizeUnzipped: accountLimit.codeSizeUnzippedBytes,
        CodeSizeZipped: accountLimit.codeSizeZippedBytes,
        ConcurrentExecutions: accountLimit.concurrentExecutions,
        UnreservedConcurrentExecutions: accountLimit.unreservedConcurrentExecutions,
      },
      AccountUsage: { TotalCodeSize: accountUsage.codeSizeBytes, FunctionCount: accountUsage.functionCount },
    };
  },
});

import { downloadCode, type Ports } from "@lambent/lambda";
import { type FunctionConfiguration, FunctionNotFound, functionArn } from "@lambent/model";
import { percentEncoded } from "../../http-message.ts";
import type { Call } from "../../operation.ts";
import type { Download } from "../../service.ts";

const PREFIX = "code";
/** As on AWS: ten minutes. */
const EXPIRES_SECONDS = 600;

/** Where the function's zip can be fetched from for a while, without further credentials. */
export function codeLocation(call: Call, { functionName, codeSha256 }: FunctionConfiguration): string {
  return call.presign(`/${PREFIX}/${functionName}/${percentEncoded(codeSha256)}`, EXPIRES_SECONDS);
}

export const codeDownload: Download<Ports> = {
  prefix: PREFIX,
  action: "lambda:GetFunction",
  resource: ([functionName = ""], scope) => functionArn(scope, functionName),
  run: async (ports, [functionName = "", wanted], { scope }) => {
    const { codeSha256, zip } = await downloadCode(ports, { functionName });
    // The URL was for the code of its time, and that is gone.
    if (codeSha256 !== wanted) throw new FunctionNotFound(functionArn(scope, functionName));
    return {
      status: 200,
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="${functionName}.zip"`,
        "x-content-type-options": "nosniff",
      },
      body: zip,
    };
  },
};

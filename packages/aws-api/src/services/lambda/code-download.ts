import { downloadCode, type Ports } from "@lambent/lambda";
import { type FunctionConfiguration, FunctionNotFound } from "@lambent/model";
import { percentEncoded } from "../../http-message.ts";
import type { Call } from "../../operation.ts";
import type { Download } from "../../service.ts";
import { functionResource, requestedFunction } from "./function-reference.ts";

const PREFIX = "code";
/** As on AWS: ten minutes. */
const EXPIRES_SECONDS = 600;

/** Where the zip of a function, as its ARN was asked for, can be fetched from for a while, without further credentials. */
export function codeLocation(call: Call, arn: string, { codeSha256 }: FunctionConfiguration): string {
  return call.presign(`/${PREFIX}/${percentEncoded(arn)}/${percentEncoded(codeSha256)}`, EXPIRES_SECONDS);
}

export const codeDownload: Download<Ports> = {
  prefix: PREFIX,
  action: "lambda:GetFunction",
  resource: ([arn], scope) => functionResource({ FunctionName: arn }, scope),
  run: async (ports, [arn, wanted], { scope }) => {
    const requested = requestedFunction({ FunctionName: arn }, scope);
    const { codeSha256, zip } = await downloadCode(ports, requested);
    // The URL was for the code of its time, and that is gone.
    if (codeSha256 !== wanted) throw new FunctionNotFound(requested.arn);
    return {
      status: 200,
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="${requested.functionName}.zip"`,
        "x-content-type-options": "nosniff",
      },
      body: zip,
    };
  },
};

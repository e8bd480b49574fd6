import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { STSClient } from "@aws-sdk/client-sts";

/** The account of the access key `test`. */
export const ACCOUNT = "000000000000";

/** Who may become a role: Lambda, so that functions can have it. spec: lambda §11.1 */
export const TRUSTS_LAMBDA = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

export const BASIC_EXECUTION = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

/** The official clients of one account, with nothing set but the endpoint, the Region and the key. */
export function awsClients(endpoint: string, accessKeyId = "test") {
  const settings = { endpoint, region: "us-east-1", credentials: { accessKeyId, secretAccessKey: "test" } };
  const lambda = new LambdaClient(settings);
  const iam = new IAMClient(settings);
  const sts = new STSClient(settings);
  return {
    lambda,
    iam,
    sts,
    destroy() {
      for (const client of [lambda, iam, sts]) client.destroy();
    },
  };
}

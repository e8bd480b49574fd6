import { LambdaClient } from "@aws-sdk/client-lambda";
import yazl from "yazl";

const ROLE = "arn:aws:iam::000000000000:role/lambda-role";

interface ClientOptions {
  accessKeyId?: string;
  secretAccessKey?: string;
  region?: string;
}

function settings(endpoint: string, options: ClientOptions) {
  const { accessKeyId = "test", secretAccessKey = "test", region = "us-east-1" } = options;
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 };
}

/** The official client, without retries: an answer is to be seen as it is. */
export const lambdaClient = (endpoint: string, options: ClientOptions = {}) =>
  new LambdaClient(settings(endpoint, options));

export async function zipOf(files: Record<string, string>): Promise<Uint8Array> {
  const zip = new yazl.ZipFile();
  for (const [path, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), path);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Input of CreateFunction for a function of one file. */
export async function functionInput(functionName: string, source: string) {
  return {
    FunctionName: functionName,
    Role: ROLE,
    Runtime: "nodejs20.x" as const,
    Handler: "index.handler",
    Code: { ZipFile: await zipOf({ "index.mjs": source }) },
  };
}

export const ECHO = "export const handler = async (event) => event;";

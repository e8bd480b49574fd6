import {
  addPermission,
  type CreateFunctionUrlConfig,
  createFunction,
  createFunctionUrlConfig,
  functionSettled,
} from "@lambent/lambda";
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import { type Answer, type Call, call, HOST_ARCHITECTURE, type TestServer } from "../server.fixture.ts";
import { zipOf } from "./aws-clients.fixture.ts";

/** A function URL in a test: requests reach it by the host name that only some clients can resolve. */
export interface TestUrl {
  url: string;
  urlId: string;
  /** `<id>.lambda-url.<region>.localhost:<port>`. */
  host: string;
  call(path: string, options?: Call): Promise<Answer>;
}

export async function makeFunction(
  { ports }: TestServer,
  functionName: string,
  source: string,
  timeoutSeconds = 10,
): Promise<void> {
  const created = await createFunction(ports, {
    functionName,
    runtime: "nodejs20.x",
    architecture: HOST_ARCHITECTURE,
    timeoutSeconds,
    zip: await zipOf({ "index.mjs": source }),
  });
  await functionSettled(ports, created);
}

export async function makeUrl(server: TestServer, config: CreateFunctionUrlConfig): Promise<TestUrl> {
  const { functionUrl: url } = await createFunctionUrlConfig(server.ports, config);
  const { host } = new URL(url);
  return {
    url,
    urlId: host.split(".")[0] as string,
    host,
    call: (path, options = {}) => call(server.awsUrl, path, { ...options, headers: { host, ...options.headers } }),
  };
}

/** The two permissions that AWS's console gives an open URL. */
export async function openToEverybody(
  { ports }: TestServer,
  { functionName, qualifier }: { functionName: string; qualifier?: string },
  principal = "*",
  functionUrlAuthType: "NONE" | "AWS_IAM" = "NONE",
): Promise<void> {
  const of = { functionName, qualifier, principal };
  const via = { action: "lambda:InvokeFunctionUrl", functionUrlAuthType };
  await addPermission(ports, { ...of, ...via, statementId: `url-${functionUrlAuthType}` });
  const invoked = { action: "lambda:InvokeFunction", invokedViaFunctionUrl: true };
  await addPermission(ports, { ...of, ...invoked, statementId: `invoke-${functionUrlAuthType}` });
}

interface SignerOptions {
  accessKeyId?: string;
  region?: string;
  service?: string;
}

/** Headers by which AWS's own signer signs a request to a host. */
export async function signedHeaders(
  host: string,
  path: string,
  { method = "GET", headers = {}, body }: Call = {},
  { accessKeyId = "test", region = "us-east-1", service = "lambda" }: SignerOptions = {},
): Promise<Record<string, string>> {
  const credentials = { accessKeyId, secretAccessKey: "test" };
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
  const { pathname, searchParams } = new URL(path, `http://${host}`);
  const { hostname, port } = new URL(`http://${host}`);
  const signed = await signer.sign({
    method,
    protocol: "http:",
    hostname,
    port: Number(port),
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { ...headers, host },
    body,
  });
  return signed.headers;
}

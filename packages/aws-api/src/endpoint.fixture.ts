import { once } from "node:events";
import type { Server } from "node:http";
import { type AccessKeyLookup, localAccessKeys } from "@lambent/access";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import type { StaticOperationSchema, StaticStructureSchema } from "@smithy/types";
import { onTestFinished } from "vitest";
import { createAwsEndpoint } from "./endpoint/aws-endpoint.ts";
import { operation } from "./operation.ts";
import { restJson1 } from "./protocol/rest-json.ts";
import type { AwsService, ServedService } from "./service.ts";

/** As the server makes one at its first start. */
export const INSTALLATION_KEY = {
  accessKeyId: "AKIAINSTALLATION0001",
  secretAccessKey: "a-secret-of-this-installation",
};

const INPUT: StaticStructureSchema = [
  3,
  "test.echo",
  "EchoRequest",
  0,
  ["Name", "Mode", "Tags", "Payload"],
  [
    [0, 1],
    [0, { httpHeader: "X-Amz-Mode" }],
    [64 | 0, { httpQuery: "tag" }],
    [21, 16],
  ],
  1,
];
const OUTPUT: StaticStructureSchema = [
  3,
  "test.echo",
  "EchoResponse",
  0,
  ["Account", "Region", "Caller", "Payload"],
  [
    [0, { httpHeader: "X-Amz-Account" }],
    [0, { httpHeader: "X-Amz-Region" }],
    [0, { httpHeader: "X-Amz-Caller" }],
    [21, 16],
  ],
];
const ECHO: StaticOperationSchema = [
  9,
  "test.echo",
  "Echo",
  { http: ["POST", "/echo/{Name}", 200] },
  () => INPUT,
  () => OUTPUT,
];

interface EchoInput {
  Name: string;
  Payload?: Uint8Array;
}

/** A service of one operation that answers with the bytes it was sent, and says whom it took the sender for. */
export const echoService: AwsService<unknown> = {
  name: "Echo",
  signingName: "echo",
  protocol: restJson1,
  errorSchemas: [],
  errors: {},
  operations: [
    operation<unknown, EchoInput, Record<string, unknown>>({
      schema: ECHO,
      action: null,
      resource: () => "*",
      run: async (_ports, { Payload }, { scope, caller }) => ({
        Account: scope.accountId,
        Region: scope.region,
        Caller: caller.principalArn,
        Payload,
      }),
    }),
  ],
};

export interface TestEndpoint {
  url: string;
  /** `127.0.0.1:port`. */
  host: string;
  errors: unknown[];
}

interface EndpointOptions {
  // biome-ignore lint/suspicious/noExplicitAny: services of different ports stand side by side
  services?: readonly ServedService<any>[];
  accessKeys?: AccessKeyLookup;
  now?: () => number;
}

export async function startEndpoint({ services, accessKeys, now }: EndpointOptions = {}): Promise<TestEndpoint> {
  const errors: unknown[] = [];
  const server: Server = createAwsEndpoint({
    services: services ?? [{ service: echoService, portsOf: () => undefined }],
    accessKeys: accessKeys ?? localAccessKeys(INSTALLATION_KEY),
    host: "127.0.0.1",
    onInternalError: (_where, error) => errors.push(error),
    ...(now && { now }),
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, errors };
}

interface SignerOptions {
  accessKeyId?: string;
  secretAccessKey?: string;
  sessionToken?: string;
  region?: string;
  service?: string;
}

/** AWS's own signer. */
export function signer(options: SignerOptions = {}): SignatureV4 {
  const {
    accessKeyId = "test",
    secretAccessKey = "test",
    sessionToken,
    region = "us-east-1",
    service = "echo",
  } = options;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  return new SignatureV4({ credentials, region, service, sha256: Sha256 });
}

export interface Unsigned {
  method?: string;
  path?: string;
  query?: Record<string, string | string[]>;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export function requestTo({ host }: TestEndpoint, unsigned: Unsigned = {}): HttpRequest {
  const [hostname = "", port = ""] = host.split(":");
  const { method = "POST", path = "/echo/me", query = {}, headers = {}, body = '{"a":1}' } = unsigned;
  return new HttpRequest({
    protocol: "http:",
    hostname,
    port: Number(port),
    method,
    path,
    query,
    headers: { host, ...headers },
    body,
  });
}

import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { withBareProxy } from "../bare-proxy.ts";
import { createFunction, HELLO_EVENT } from "../hello-function.ts";
import { type HttpCall, httpLoad } from "../http-load.ts";
import { startServer } from "../lambent-server.ts";
import type { Measurement } from "../measurement.ts";
import { withTemporaryDirectory } from "../temporary-directory.ts";
import { compareWithProxy } from "./warm-runs.ts";

const PATH = "/2015-03-31/functions/hello/invocations";

/**
 * Warm invocations through the AWS endpoint, each signature verified, with log lines, record and metrics. The load program
 * signs once for each series of calls and sends the same signed request again and again: what signing costs is the client's.
 */
export const warmAws: Measurement = {
  id: "warm-aws",
  run: ({ runs, say }) =>
    withTemporaryDirectory((home) =>
      withBareProxy(async (proxyUrl) => {
        const server = await startServer(home);
        try {
          say("warm invocations through the AWS endpoint");
          await createFunction(server, "hello");
          const loadOf = async (count: number, concurrency: number) =>
            httpLoad(await signedCall(server.awsUrl), count, concurrency);
          return await compareWithProxy(
            "invoke through the AWS endpoint, signature verified",
            proxyUrl,
            loadOf,
            runs,
            { oneByOne: { of: "ratio", limit: 1.5 }, sixteenAtOnce: { of: "ratio", limit: 1.2 } },
            [8, 16],
          );
        } finally {
          await server.stop();
        }
      }),
    ),
};

async function signedCall(endpoint: string): Promise<HttpCall> {
  const { hostname, host, port } = new URL(endpoint);
  const signer = new SignatureV4({
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    region: "us-east-1",
    service: "lambda",
    sha256: Sha256,
  });
  const signed = await signer.sign(
    new HttpRequest({
      protocol: "http:",
      hostname,
      port: Number(port),
      method: "POST",
      path: PATH,
      headers: { host, "content-type": "application/json" },
      body: HELLO_EVENT,
    }),
  );
  return { url: `${endpoint}${PATH}`, headers: signed.headers as Record<string, string>, body: HELLO_EVENT };
}

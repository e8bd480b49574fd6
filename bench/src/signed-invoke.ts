import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { HELLO_EVENT } from "./hello-function.ts";
import type { HttpCall } from "./http-call.ts";

const PATH = "/2015-03-31/functions/hello/invocations";

/** An invocation of `hello` with a signature over it. */
export async function signedInvoke(endpoint: string): Promise<HttpCall> {
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

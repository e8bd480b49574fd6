import type { AccessKey } from "@lambent/access";
import { percentEncoded, type RequestHead } from "../http-message.ts";
import { canonicalRequest, sha256Hex } from "./canonical-request.ts";
import { ALGORITHM, basicDateTime, type CredentialScope } from "./signature-parameters.ts";
import { deriveSigningKey, signatureOf } from "./signing-keys.ts";
import { scopeText, stringToSign } from "./string-to-sign.ts";

export interface Presigning {
  key: AccessKey;
  /** As the client has to name it, with its port. */
  host: string;
  /** Percent-encoded. */
  path: string;
  region: string;
  service: string;
  nowMs: number;
  expiresSeconds: number;
}

/** A URL that whoever has it may GET until it expires, in the name of the key's owner. */
export function presignedUrl({ key, host, path, region, service, nowMs, expiresSeconds }: Presigning): string {
  const dateTime = basicDateTime(nowMs);
  const scope: CredentialScope = { date: dateTime.slice(0, 8), region, service };
  const parameters: Record<string, string> = {
    "X-Amz-Algorithm": ALGORITHM,
    "X-Amz-Credential": `${key.accessKeyId}/${scopeText(scope)}`,
    "X-Amz-Date": dateTime,
    "X-Amz-Expires": String(expiresSeconds),
    ...(key.sessionToken !== undefined && { "X-Amz-Security-Token": key.sessionToken }),
    "X-Amz-SignedHeaders": "host",
  };
  const query = Object.entries(parameters)
    .map(([name, value]) => `${name}=${percentEncoded(value)}`)
    .join("&");
  const head: RequestHead = { method: "GET", path, query, headers: { host } };
  const request = canonicalRequest(head, { signedHeaders: ["host"], presigned: true }, sha256Hex(""));
  const signingKey = deriveSigningKey(key.secretAccessKey, scope);
  const signature = signatureOf(signingKey, stringToSign({ dateTime, scope }, sha256Hex(request)));
  return `http://${host}${path}?${query}&X-Amz-Signature=${signature}`;
}

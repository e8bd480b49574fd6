import { createHmac } from "node:crypto";
import type { CredentialScope } from "./signature-parameters.ts";

/** Deriving takes four HMACs; a day's key of one client, Region and service is asked for again and again. */
export interface SigningKeys {
  keyFor(accessKeyId: string, secretAccessKey: string, scope: CredentialScope): Buffer;
}

/** Far more than clients there are at a time; above it the one that was entered first goes. */
const CACHED_KEYS_MAX = 1000;

export function createSigningKeys(): SigningKeys {
  const cache = new Map<string, { secretAccessKey: string; key: Buffer }>();
  return {
    keyFor(accessKeyId, secretAccessKey, scope) {
      const name = `${accessKeyId}/${scope.date}/${scope.region}/${scope.service}`;
      const known = cache.get(name);
      // A key id whose secret was replaced must not be let in with the former one.
      if (known?.secretAccessKey === secretAccessKey) return known.key;
      const key = deriveSigningKey(secretAccessKey, scope);
      if (cache.size >= CACHED_KEYS_MAX) cache.delete(cache.keys().next().value as string);
      cache.set(name, { secretAccessKey, key });
      return key;
    },
  };
}

export function deriveSigningKey(secretAccessKey: string, { date, region, service }: CredentialScope): Buffer {
  return [date, region, service, "aws4_request"].reduce<Buffer>(
    (key, text) => hmac(key, text),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();

export function signatureOf(key: Buffer, stringToSign: string): string {
  return createHmac("sha256", key).update(stringToSign).digest("hex");
}

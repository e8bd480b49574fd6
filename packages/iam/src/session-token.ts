import { randomBytes, randomInt } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Sealer } from "@lambent/store";

/** All that a session is. It is sealed into its token, so the server keeps no list of sessions: docs/adr/0016. */
export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  roleArn: string;
  /** A role that was made again under the same name doesn't take over sessions. */
  roleId: string;
  sessionName: string;
  /** Seconds since 1970. */
  issuedAt: number;
  expiresAt: number;
  /** Session policies as JSON texts. */
  policies: readonly string[];
  /** Managed policies that act as session policies. */
  policyArns: readonly string[];
  tags: Readonly<Record<string, string>>;
  /** Condition keys that hold for all that the session does. */
  context: Readonly<Record<string, string>>;
}

const PLACE = "session-token";
/** A token travels in a header; a server takes 16 KiB of them. */
export const SESSION_TOKEN_MAX_LENGTH = 8192;
/** No session that fits into a token is longer than that. */
const SESSION_MAX_BYTES = 256 * 1024;

export function sealSession(sealer: Sealer, session: Session): string {
  // Compressed: session policies repeat themselves.
  const packed = deflateRawSync(JSON.stringify(session)).toString("base64");
  return Buffer.from(sealer.seal(PLACE, packed)).toString("base64");
}

/** @returns null for what isn't a token of ours. */
export function unsealSession(sealer: Sealer, token: string): Session | null {
  if (token.length > SESSION_TOKEN_MAX_LENGTH || !/^[A-Za-z0-9+/]+={0,2}$/.test(token)) return null;
  const packed = sealer.unseal(PLACE, Buffer.from(token, "base64"));
  if (packed === null) return null;
  return JSON.parse(
    inflateRawSync(Buffer.from(packed, "base64"), { maxOutputLength: SESSION_MAX_BYTES }).toString("utf8"),
  );
}

const KEY_ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const KEY_ID_LENGTH = 16;
const SECRET_BYTES = 30;

/** A pair as AWS's: `ASIA` and 16 more, and a secret of 40 characters. */
export function newTemporaryKey(): Pick<Session, "accessKeyId" | "secretAccessKey"> {
  const letters = Array.from({ length: KEY_ID_LENGTH }, () =>
    KEY_ID_ALPHABET.charAt(randomInt(KEY_ID_ALPHABET.length)),
  );
  return { accessKeyId: `ASIA${letters.join("")}`, secretAccessKey: randomBytes(SECRET_BYTES).toString("base64") };
}

import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { headerOf, type RequestHead } from "../http-message.ts";
import { sha256Hex } from "./canonical-request.ts";
import { sameText } from "./same-text.ts";
import type { SignatureParameters } from "./signature-parameters.ts";
import { signatureOf } from "./signing-keys.ts";
import { scopeText } from "./string-to-sign.ts";

/** Uploads in frames of `aws-chunked`: each with a signature that follows from the one before, or none but a checksum. */
const SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
const SIGNED_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
const UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
const EMPTY_HASH = sha256Hex("");
/** `size in hex[;chunk-signature=…]`: longer is no frame's head. */
const FRAME_HEAD_MAX_BYTES = 256;
const TRAILER_MAX_BYTES = 4096;

export const isChunkedSigning = (payloadHash: string) =>
  payloadHash === SIGNED || payloadHash === SIGNED_TRAILER || payloadHash === UNSIGNED_TRAILER;

interface Seed {
  parameters: SignatureParameters;
  signingKey: Buffer;
}

/**
 * The content of the frames, each checked.
 * @returns null when a frame is malformed, its signature or the checksum is wrong, or the length isn't the announced one.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function decodeChunkedBody(
  head: RequestHead,
  body: Uint8Array,
  kind: string,
  { parameters, signingKey }: Seed,
): Uint8Array | null {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const isSigned = kind !== UNSIGNED_TRAILER;
  const after = (name: string, previous: string, ...hashes: string[]) =>
    signatureOf(
      signingKey,
      [`AWS4-HMAC-SHA256-${name}`, parameters.dateTime, scopeText(parameters.scope), previous, ...hashes].join("\n"),
    );
  const parts: Buffer[] = [];
  let previous = parameters.signature;
  let at = 0;
  for (;;) {
    const frame = frameHead(bytes, at);
    if (frame === null) return null;
    const { size, signature, contentAt } = frame;
    const content = bytes.subarray(contentAt, contentAt + size);
    if (content.length !== size) return null;
    if (isSigned) {
      const expected = after("PAYLOAD", previous, EMPTY_HASH, sha256Hex(content));
      if (!sameText(expected, signature)) return null;
      previous = expected;
    }
    if (size > 0) {
      if (bytes.toString("latin1", contentAt + size, contentAt + size + 2) !== "\r\n") return null;
      parts.push(content);
      at = contentAt + size + 2;
      continue;
    }
    const whole = Buffer.concat(parts);
    const announced = headerOf(head, "x-amz-decoded-content-length");
    if (announced !== undefined && announced !== String(whole.length)) return null;
    if (kind === SIGNED) return whole;
    const trailers = readTrailers(bytes.subarray(contentAt));
    if (trailers === null) return null;
    if (isSigned) {
      const { "x-amz-trailer-signature": given = "", ...signed } = trailers;
      const text = Object.entries(signed)
        .map(([name, value]) => `${name}:${value}\n`)
        .join("");
      if (!sameText(after("TRAILER", previous, sha256Hex(text)), given)) return null;
    }
    return hasRightChecksums(whole, trailers) ? whole : null;
  }
}

function frameHead(bytes: Buffer, at: number): { size: number; signature: string; contentAt: number } | null {
  const end = bytes.indexOf("\r\n", at, "latin1");
  if (end < 0 || end - at > FRAME_HEAD_MAX_BYTES) return null;
  const match = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(bytes.toString("latin1", at, end));
  if (match === null) return null;
  return { size: Number.parseInt(match[1] as string, 16), signature: match[2] ?? "", contentAt: end + 2 };
}

function readTrailers(bytes: Buffer): Record<string, string> | null {
  if (bytes.length > TRAILER_MAX_BYTES) return null;
  const trailers: Record<string, string> = Object.create(null);
  for (const line of bytes.toString("latin1").split(/\r?\n/)) {
    if (line === "") continue;
    const colon = line.indexOf(":");
    if (colon <= 0) return null;
    trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
}

function hasRightChecksums(content: Buffer, trailers: Readonly<Record<string, string>>): boolean {
  return Object.entries(trailers).every(([name, given]) => {
    const checksum = CHECKSUMS[name];
    return checksum === undefined || sameText(checksum(content), given);
  });
}

const digest = (algorithm: string) => (content: Buffer) => createHash(algorithm).update(content).digest("base64");

/** Those that Node.js computes; the signature of the connection between is not theirs to replace. */
const CHECKSUMS: Readonly<Record<string, (content: Buffer) => string>> = {
  "x-amz-checksum-sha256": digest("sha256"),
  "x-amz-checksum-sha1": digest("sha1"),
  "x-amz-checksum-crc32": (content) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(content));
    return bytes.toString("base64");
  },
};

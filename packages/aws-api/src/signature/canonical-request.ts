import { hash } from "node:crypto";
import { headerOf, parsePairs, percentEncoded, type RequestHead } from "../http-message.ts";
import type { SignatureParameters } from "./signature-parameters.ts";

/**
 * The text that a client has signed, made again of what arrived.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(
  head: RequestHead,
  { signedHeaders, presigned }: Pick<SignatureParameters, "signedHeaders" | "presigned">,
  payloadHash: string,
): string {
  let headers = "";
  for (const name of signedHeaders) headers += `${name}:${canonicalValue(head, name)}\n`;
  return `${head.method}\n${canonicalPath(head.path)}\n${canonicalQuery(head.query, presigned)}\n${headers}\n${signedHeaders.join(";")}\n${payloadHash}`;
}

const SEVERAL_BLANKS = /[ \t]{2}|\t/;

function canonicalValue(head: RequestHead, name: string): string {
  const value = head.headers[name];
  const text = Array.isArray(value) ? value.join(",") : (value ?? "");
  return SEVERAL_BLANKS.test(text) ? text.trim().replace(/[ \t]+/g, " ") : text.trim();
}

/** Is its own canonical form. */
const PLAIN_PATH = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/;

/** Encoded a second time, without empty and dot segments: the rule of all services but S3. */
export function canonicalPath(path: string): string {
  if (PLAIN_PATH.test(path)) return path;
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") segments.pop();
    else segments.push(segment);
  }
  if (segments.length === 0) return "/";
  const trailing = path.endsWith("/") ? "/" : "";
  return `/${segments.map(percentEncoded).join("/")}${trailing}`;
}

function canonicalQuery(query: string, presigned: boolean): string {
  if (query === "") return "";
  return parsePairs(query)
    .filter(([name]) => !(presigned && name === "X-Amz-Signature"))
    .map(([name, value]): [string, string] => [percentEncoded(name), percentEncoded(value)])
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** By code point, as the bytes stand. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

/**
 * The last line of the canonical request. A hash that the client gives is not believed: the body's own is taken, so that a
 * changed body is a wrong signature.
 */
export function payloadHashOf(head: RequestHead, body: Uint8Array): string {
  const given = headerOf(head, "x-amz-content-sha256");
  if (given === UNSIGNED_PAYLOAD || given?.startsWith("STREAMING-")) return given;
  return sha256Hex(body);
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return hash("sha256", bytes, "hex");
}

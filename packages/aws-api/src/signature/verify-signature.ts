import type { AccessKey, AccessKeyFound, AccessKeyLookup } from "@lambent/access";
import type { RequestHead } from "../http-message.ts";
import { canonicalRequest, payloadHashOf, sha256Hex } from "./canonical-request.ts";
import { decodeChunkedBody, isChunkedSigning } from "./chunked-body.ts";
import { sameText } from "./same-text.ts";
import { basicDateTime, epochOf, type SignatureParameters } from "./signature-parameters.ts";
import { type SignatureProblem, signatureProblem } from "./signature-problem.ts";
import { type SigningKeys, signatureOf } from "./signing-keys.ts";
import { stringToSign } from "./string-to-sign.ts";

/** How far the clocks of client and server may be apart. AWS's figure for all services but S3. */
const CLOCK_SKEW_MINUTES = 5;
const MS_PER_MINUTE = 60_000;
const REGION = /^(?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d$/;

export interface VerifiedRequest {
  key: AccessKey;
  /** Without the frames of a chunked upload. */
  body: Uint8Array;
}

export interface SignatureVerifier {
  /** Whether the signature is that of a known key over this very request, and not out of date. */
  verify(
    head: RequestHead,
    parameters: SignatureParameters,
    body: Uint8Array,
  ): Promise<VerifiedRequest | SignatureProblem> | VerifiedRequest | SignatureProblem;
}

/** @param now epoch milliseconds. */
export function createSignatureVerifier(
  lookUp: AccessKeyLookup,
  signingKeys: SigningKeys,
  now: () => number,
): SignatureVerifier {
  function check(
    head: RequestHead,
    parameters: SignatureParameters,
    body: Uint8Array,
    key: AccessKeyFound,
  ): VerifiedRequest | SignatureProblem {
    if (key === undefined) return signatureProblem("unknownKey");
    // Code of a function knows what everybody knows; that makes it nobody's administrator.
    if (key !== "expired" && key.wellKnown && head.fromSandbox) return signatureProblem("unknownKey");
    if (key === "expired") return signatureProblem("expiredToken");
    if (key.sessionToken !== undefined && !sameText(key.sessionToken, parameters.sessionToken ?? "")) {
      return signatureProblem("unknownKey");
    }
    if (!REGION.test(parameters.scope.region)) {
      return signatureProblem("mismatch", "Credential should be scoped to a valid region.");
    }
    const untimely = untimeliness(parameters, now());
    if (untimely !== null) return signatureProblem("mismatch", untimely);
    const { secretAccessKey } = key;
    const signingKey = signingKeys.keyFor(parameters.accessKeyId, secretAccessKey, parameters.scope);
    const payloadHash = payloadHashOf(head, body);
    const text = stringToSign(parameters, sha256Hex(canonicalRequest(head, parameters, payloadHash)));
    if (!sameText(signatureOf(signingKey, text), parameters.signature)) return signatureProblem("mismatch");
    if (key.expiresMs !== undefined && key.expiresMs <= now()) return signatureProblem("expiredToken");
    if (!isChunkedSigning(payloadHash)) return { key, body };
    const decoded = decodeChunkedBody(head, body, payloadHash, { parameters, signingKey });
    return decoded === null ? signatureProblem("mismatch") : { key, body: decoded };
  }

  return {
    verify(head, parameters, body) {
      const found = lookUp(parameters.accessKeyId, parameters.sessionToken);
      return found instanceof Promise
        ? found.then((key) => check(head, parameters, body, key))
        : check(head, parameters, body, found);
    },
  };
}

/** In AWS's words; null when the time is right. */
function untimeliness({ dateTime, expiresSeconds }: SignatureParameters, nowMs: number): string | null {
  const signedMs = epochOf(dateTime);
  if (Number.isNaN(signedMs)) return `Date must be in ISO-8601 'basic format'. Got '${dateTime}'.`;
  const skewMs = CLOCK_SKEW_MINUTES * MS_PER_MINUTE;
  if (signedMs > nowMs + skewMs) {
    return `Signature not yet current: ${dateTime} is still later than ${basicDateTime(nowMs + skewMs)} (${basicDateTime(nowMs)} + ${CLOCK_SKEW_MINUTES} min.)`;
  }
  if (expiresSeconds !== undefined) {
    const endMs = signedMs + expiresSeconds * 1000;
    return endMs < nowMs
      ? `Signature expired: ${basicDateTime(endMs)} is now earlier than ${basicDateTime(nowMs)}`
      : null;
  }
  if (signedMs < nowMs - skewMs) {
    return `Signature expired: ${dateTime} is now earlier than ${basicDateTime(nowMs - skewMs)} (${basicDateTime(nowMs)} - ${CLOCK_SKEW_MINUTES} min.)`;
  }
  return null;
}

/**
 * Why a request is not let in. Protocols name these differently: JSON services answer `InvalidSignatureException` where
 * query services answer `SignatureDoesNotMatch`.
 */
export type SignatureProblemKind =
  | "missing"
  | "incomplete"
  | "unknownKey"
  | "mismatch"
  | "expiredToken"
  | "forbiddenOrigin";

export interface SignatureProblem {
  problem: SignatureProblemKind;
  message: string;
}

/** AWS's sentences; "mismatch" has several besides. */
const MESSAGES: Readonly<Record<SignatureProblemKind, string>> = {
  missing: "Missing Authentication Token",
  incomplete: "The request signature does not conform to AWS standards.",
  unknownKey: "The security token included in the request is invalid.",
  mismatch:
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  expiredToken: "The security token included in the request is expired",
  forbiddenOrigin: "The request does not come from where it may come from.",
};

export function signatureProblem(problem: SignatureProblemKind, message = MESSAGES[problem]): SignatureProblem {
  return { problem, message };
}

export interface ProblemNames {
  json: string;
  query: string;
}

/** Their exception names; all of them are 403. */
export const SIGNATURE_PROBLEM_NAMES: Readonly<Record<SignatureProblemKind, ProblemNames>> = {
  missing: { json: "MissingAuthenticationTokenException", query: "MissingAuthenticationToken" },
  incomplete: { json: "IncompleteSignatureException", query: "IncompleteSignature" },
  unknownKey: { json: "UnrecognizedClientException", query: "InvalidClientTokenId" },
  mismatch: { json: "InvalidSignatureException", query: "SignatureDoesNotMatch" },
  expiredToken: { json: "ExpiredTokenException", query: "ExpiredToken" },
  forbiddenOrigin: { json: "AccessDeniedException", query: "AccessDenied" },
};

import { headerOf, parsePairs, type RequestHead } from "../http-message.ts";
import { type SignatureProblem, signatureProblem } from "./signature-problem.ts";

export const ALGORITHM = "AWS4-HMAC-SHA256";

/** `date/region/service/aws4_request`: where and when a signature holds. */
export interface CredentialScope {
  /** `YYYYMMDD`. */
  date: string;
  region: string;
  service: string;
}

/** What a request says of its signature, in the header or in the query. */
export interface SignatureParameters {
  accessKeyId: string;
  scope: CredentialScope;
  /** Lower case, sorted, as sent. */
  signedHeaders: readonly string[];
  /** 64 hexadecimal digits when it is one of ours; anything else just doesn't match. */
  signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  dateTime: string;
  /** Only in the query: how long the URL holds, in seconds from its date. */
  expiresSeconds?: number;
  sessionToken?: string;
  presigned: boolean;
}

const SIGNED_HEADERS_MAX = 200;
const DATE_TIME = /^\d{8}T\d{6}Z$/;
/** A week, AWS's longest. */
const EXPIRES_SECONDS_MAX = 604_800;

/** @returns a problem when the request isn't signed, or not in a form that can be checked. */
export function readSignature(head: RequestHead): SignatureParameters | SignatureProblem {
  const authorization = headerOf(head, "authorization");
  if (authorization !== undefined) return fromHeader(authorization, head);
  return head.query.includes("X-Amz-Signature=") || head.query.includes("X-Amz-Algorithm=")
    ? fromQuery(head.query)
    : signatureProblem("missing");
}

function fromHeader(authorization: string, head: RequestHead): SignatureParameters | SignatureProblem {
  if (!authorization.startsWith(`${ALGORITHM} `)) {
    return signatureProblem(
      "incomplete",
      `Unsupported AWS 'algorithm': '${authorization.split(" ")[0]}'. Use ${ALGORITHM}.`,
    );
  }
  const dateTime = headerOf(head, "x-amz-date") ?? isoDateTime(headerOf(head, "date"));
  const sessionToken = headerOf(head, "x-amz-security-token");
  const end = authorization.lastIndexOf(SIGNATURE_FIELD);
  const sameForAll = authorization.slice(0, Math.max(0, end));
  const signature = authorization.slice(end + SIGNATURE_FIELD.length);
  const known = KNOWN_SIGNERS.get(sameForAll);
  const isWhole = signature !== "" && !signature.includes(",");
  if (known !== undefined && isWhole && isDateTimeOf(known.scope, dateTime)) {
    return { ...known, signature, dateTime, presigned: false, ...(sessionToken !== undefined && { sessionToken }) };
  }
  const parameters = fromFields(authorization, dateTime, sessionToken);
  if (end > 0 && !("problem" in parameters)) remember(sameForAll, parameters);
  return parameters;
}

/** What comes last in the header, as all clients write it: the only part that differs between two requests of a client. */
const SIGNATURE_FIELD = ", Signature=";

type Signer = Pick<SignatureParameters, "accessKeyId" | "scope" | "signedHeaders">;

/** Far more than clients there are at a time; above it the one that was entered first goes. */
const KNOWN_SIGNERS_MAX = 1_000;
const KNOWN_SIGNERS = new Map<string, Signer>();

/** Anybody can send one, so what is kept of them is bounded: 1 MB in all. */
const KNOWN_TEXT_MAX_LENGTH = 1_000;

function remember(text: string, { accessKeyId, scope, signedHeaders }: Signer): void {
  if (text.length > KNOWN_TEXT_MAX_LENGTH) return;
  if (KNOWN_SIGNERS.size >= KNOWN_SIGNERS_MAX) KNOWN_SIGNERS.delete(KNOWN_SIGNERS.keys().next().value as string);
  KNOWN_SIGNERS.set(text, { accessKeyId, scope, signedHeaders });
}

const isDateTimeOf = ({ date }: CredentialScope, dateTime: string | undefined): dateTime is string =>
  dateTime !== undefined && DATE_TIME.test(dateTime) && dateTime.startsWith(date);

function fromFields(
  authorization: string,
  dateTime: string | undefined,
  sessionToken: string | undefined,
): SignatureParameters | SignatureProblem {
  const parts = new Map<string, string>();
  for (const part of authorization.slice(ALGORITHM.length + 1).split(",")) {
    const equals = part.indexOf("=");
    if (equals > 0) parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const required = ["Credential", "Signature", "SignedHeaders"].filter((name) => !parts.get(name));
  const lacks = required.map((name) => `Authorization header requires '${name}' parameter.`);
  if (dateTime === undefined) {
    lacks.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (lacks.length > 0) return signatureProblem("incomplete", `${lacks.join(" ")} Authorization=${ALGORITHM}`);
  return parametersOf({
    credential: parts.get("Credential") as string,
    signature: parts.get("Signature") as string,
    signedHeaders: parts.get("SignedHeaders") as string,
    dateTime: dateTime as string,
    sessionToken,
  });
}

function fromQuery(query: string): SignatureParameters | SignatureProblem {
  const pairs = new Map(parsePairs(query));
  const names = ["Algorithm", "Credential", "Signature", "SignedHeaders", "Date", "Expires"];
  const lacks = names.filter((name) => !pairs.get(`X-Amz-${name}`));
  if (lacks.length > 0) {
    return signatureProblem(
      "incomplete",
      `AWS query-string parameters must include ${lacks.map((name) => `'X-Amz-${name}'`).join(", ")}. Re-examine the query-string parameters.`,
    );
  }
  const of = (name: string) => pairs.get(`X-Amz-${name}`) as string;
  if (of("Algorithm") !== ALGORITHM) {
    return signatureProblem("incomplete", `Unsupported AWS 'algorithm': '${of("Algorithm")}'. Use ${ALGORITHM}.`);
  }
  const expiresSeconds = /^\d{1,7}$/.test(of("Expires")) ? Number(of("Expires")) : Number.NaN;
  if (!(expiresSeconds >= 1 && expiresSeconds <= EXPIRES_SECONDS_MAX)) {
    return signatureProblem("incomplete", `X-Amz-Expires must be between 1 and ${EXPIRES_SECONDS_MAX} seconds.`);
  }
  return parametersOf({
    credential: of("Credential"),
    signature: of("Signature"),
    signedHeaders: of("SignedHeaders"),
    dateTime: of("Date"),
    sessionToken: pairs.get("X-Amz-Security-Token"),
    expiresSeconds,
  });
}

interface Texts {
  credential: string;
  signature: string;
  signedHeaders: string;
  dateTime: string;
  sessionToken?: string;
  expiresSeconds?: number;
}

function parametersOf(texts: Texts): SignatureParameters | SignatureProblem {
  const { credential, dateTime, signature, sessionToken, expiresSeconds } = texts;
  const elements = credential.split("/");
  const [accessKeyId, date, region, service, terminator] = elements;
  if (elements.length !== 5) {
    return signatureProblem(
      "incomplete",
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
  if (terminator !== "aws4_request") {
    return signatureProblem(
      "mismatch",
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`,
    );
  }
  if (!DATE_TIME.test(dateTime)) {
    return signatureProblem(
      "incomplete",
      `Date must be in ISO-8601 'basic format'. Got '${dateTime}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  if (!dateTime.startsWith(date as string)) {
    return signatureProblem(
      "mismatch",
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${dateTime.slice(0, 8)}', from '${dateTime}'.`,
    );
  }
  const signedHeaders = texts.signedHeaders.split(";").map((name) => name.toLowerCase());
  if (!signedHeaders.includes("host") || signedHeaders.length > SIGNED_HEADERS_MAX) {
    return signatureProblem("mismatch", "'Host' must be a 'SignedHeader' in the AWS Authorization.");
  }
  return {
    accessKeyId: accessKeyId as string,
    scope: { date: date as string, region: region as string, service: service as string },
    signedHeaders,
    signature,
    dateTime,
    presigned: expiresSeconds !== undefined,
    ...(expiresSeconds !== undefined && { expiresSeconds }),
    ...(sessionToken !== undefined && { sessionToken }),
  };
}

/** HTTP's own date as the signature writes it. */
function isoDateTime(date: string | undefined): string | undefined {
  if (date === undefined) return undefined;
  if (DATE_TIME.test(date)) return date;
  const parsed = Date.parse(date);
  return Number.isNaN(parsed) ? undefined : basicDateTime(parsed);
}

/** `YYYYMMDDTHHMMSSZ` of epoch milliseconds. */
export function basicDateTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

let lastEpoch = { dateTime: "", epochMs: Number.NaN };

/** Epoch milliseconds of `YYYYMMDDTHHMMSSZ`; NaN when there is no such time. */
export function epochOf(dateTime: string): number {
  // Requests of the same second are many.
  if (dateTime !== lastEpoch.dateTime) lastEpoch = { dateTime, epochMs: readEpoch(dateTime) };
  return lastEpoch.epochMs;
}

function readEpoch(dateTime: string): number {
  const at = (from: number, to: number) => Number(dateTime.slice(from, to));
  const epochMs = Date.UTC(at(0, 4), at(4, 6) - 1, at(6, 8), at(9, 11), at(11, 13), at(13, 15));
  // What overflows, as the 31st of April, is another day by now.
  return basicDay(epochMs) === dateTime.slice(0, 8) ? epochMs : Number.NaN;
}

function basicDay(epochMs: number): string {
  const date = new Date(epochMs);
  if (Number.isNaN(epochMs)) return "";
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getUTCFullYear()}${two(date.getUTCMonth() + 1)}${two(date.getUTCDate())}`;
}

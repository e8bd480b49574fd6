import { isTextBody } from "./text-body.ts";

/** A request as it came over the wire, HTTP taken off. */
export interface FunctionUrlRequest {
  method: string;
  /** Path and query as they were sent, undecoded: `/a%20b?c=d`. */
  target: string;
  /** Names in any case, each as often as it was sent, in the order of their arrival. */
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array;
  /** `HTTP/1.1` or `HTTP/2.0`. */
  protocol: string;
  /** Address of the client. */
  sourceIp: string;
}

/** What the server knows of a request beside its bytes. */
export interface FunctionUrlRequestContext {
  urlId: string;
  /** Host name of the URL, without a port. */
  domainName: string;
  /** The port and protocol that clients use. */
  port: number;
  scheme: "http" | "https";
  requestId: string;
  /** `Root=1-<8 hex digits>-<24 hex digits>`. */
  traceId: string;
  receivedAt: Date;
  /** Who has signed it, with AuthType AWS_IAM; absent with NONE. */
  signer?: FunctionUrlSigner;
  /** Twelve digits of the account that has the function. */
  accountId: string;
}

export interface FunctionUrlSigner {
  accessKey: string;
  accountId: string;
  callerId: string;
  userArn: string;
  userId: string;
}

/** AWS's payload format 2.0 in AWS's own casing. @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
export interface HttpEvent {
  version: "2.0";
  routeKey: "$default";
  rawPath: string;
  rawQueryString: string;
  cookies?: string[];
  headers: Record<string, string>;
  queryStringParameters?: Record<string, string>;
  requestContext: {
    accountId: string;
    apiId: string;
    authorizer?: { iam: FunctionUrlSigner & { cognitoIdentity: null; principalOrgId: null } };
    domainName: string;
    domainPrefix: string;
    http: { method: string; path: string; protocol: string; sourceIp: string; userAgent: string };
    requestId: string;
    routeKey: "$default";
    stage: "$default";
    time: string;
    timeEpoch: number;
  };
  body?: string;
  isBase64Encoded: boolean;
}

/** They concern one connection, not the request. @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

export function httpEvent(request: FunctionUrlRequest, context: FunctionUrlRequestContext): HttpEvent {
  const { signer, receivedAt, urlId } = context;
  const [rawPath, rawQueryString] = splitTarget(request.target);
  const headers = joinedHeaders(request, context);
  const cookies = headers.cookie === undefined ? [] : cookiesOf(headers.cookie);
  const parameters = queryParameters(rawQueryString);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(Object.keys(parameters).length > 0 && { queryStringParameters: parameters }),
    requestContext: {
      accountId: signer === undefined ? "anonymous" : context.accountId,
      apiId: urlId,
      ...(signer !== undefined && { authorizer: { iam: authorizer(signer) } }),
      domainName: context.domainName,
      domainPrefix: urlId,
      http: {
        method: request.method,
        path: rawPath,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: context.requestId,
      routeKey: "$default",
      stage: "$default",
      time: commonLogTime(receivedAt),
      timeEpoch: receivedAt.getTime(),
    },
    ...bodyOf(request.body, headers["content-type"]),
  };
}

function splitTarget(target: string): [path: string, query: string] {
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  return [path === "" ? "/" : path, mark < 0 ? "" : target.slice(mark + 1)];
}

/** Lower-case names; of a name that came several times the values are joined, and what the platform adds replaces what was sent. */
function joinedHeaders(request: FunctionUrlRequest, context: FunctionUrlRequestContext): Record<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase();
    if (HOP_BY_HOP.has(key)) continue;
    const before = joined.get(key);
    // HTTP/2 may cut a Cookie header into several, which are one list of pairs.
    joined.set(key, before === undefined ? value : `${before}${key === "cookie" ? "; " : ","}${value}`);
  }
  joined.set("x-forwarded-for", request.sourceIp);
  joined.set("x-forwarded-port", String(context.port));
  joined.set("x-forwarded-proto", context.scheme);
  joined.set("x-amzn-trace-id", context.traceId);
  // Not assigned one by one: a header may be called __proto__.
  return Object.fromEntries(joined);
}

function cookiesOf(header: string): string[] {
  return header
    .split(";")
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== "");
}

function queryParameters(query: string): Record<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(joined);
}

function authorizer({ accessKey, accountId, callerId, userArn, userId }: FunctionUrlSigner) {
  return { accessKey, accountId, callerId, cognitoIdentity: null, principalOrgId: null, userArn, userId };
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `12/Mar/2020:19:03:58 +0000`, in UTC. */
function commonLogTime(date: Date): string {
  const day = String(date.getUTCDate()).padStart(2, "0");
  return `${day}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${date.toISOString().slice(11, 19)} +0000`;
}

function bodyOf(body: Uint8Array, contentType: string | undefined): Pick<HttpEvent, "body" | "isBase64Encoded"> {
  if (body.byteLength === 0) return { isBase64Encoded: false };
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return isTextBody(bytes, contentType)
    ? { body: bytes.toString("utf8"), isBase64Encoded: false }
    : { body: bytes.toString("base64"), isBase64Encoded: true };
}

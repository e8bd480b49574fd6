import type { FunctionUrlCors } from "@lambent/model";
import type { HttpHead } from "./http-head.ts";
import type { HttpResponse } from "./http-response.ts";

/** What CORS looks at in a request; names in lower case. */
export interface CorsRequest {
  method: string;
  headers: Readonly<Record<string, string | undefined>>;
}

type Headers = HttpHead["headers"];

/**
 * The platform's own answer to a browser that asks before it sends; null when the request is none of these, or the URL has no
 * CORS settings: then the function is asked. An origin that isn't allowed gets an answer without permissions.
 * @see spec: lambda §10.7
 */
export function preflightResponse(cors: FunctionUrlCors | undefined, request: CorsRequest): HttpResponse | null {
  const { origin, "access-control-request-method": method } = request.headers;
  if (cors === undefined || request.method !== "OPTIONS" || origin === undefined || method === undefined) return null;
  return { statusCode: 200, headers: preflightHeaders(cors, request, origin, method), body: new Uint8Array() };
}

function preflightHeaders(cors: FunctionUrlCors, request: CorsRequest, origin: string, method: string): Headers {
  const allowed = originHeaders(cors, origin);
  if (allowed === null) return [["vary", "Origin"]];
  const headers: Headers = [...allowed];
  const methods = listed(cors, cors.allowMethods, method);
  if (methods !== undefined) headers.push(["access-control-allow-methods", methods]);
  const names = listed(cors, cors.allowHeaders, request.headers["access-control-request-headers"]);
  if (names !== undefined) headers.push(["access-control-allow-headers", names]);
  if (cors.maxAgeSeconds !== undefined) headers.push(["access-control-max-age", String(cors.maxAgeSeconds)]);
  return headers;
}

/** For browsers that send credentials, `*` is a name like any other: they are told what they have asked for instead. */
function listed({ allowCredentials }: FunctionUrlCors, list: string[] | undefined, asked: string | undefined) {
  if (list === undefined || list.length === 0) return undefined;
  return allowCredentials === true && list.includes("*") ? asked : list.join(",");
}

/** Members of the settings, and the headers that they decide about in the function's place. */
const DECIDED_BY = [
  ["allowOrigins", "access-control-allow-origin"],
  ["allowCredentials", "access-control-allow-credentials"],
  ["allowHeaders", "access-control-allow-headers"],
  ["allowMethods", "access-control-allow-methods"],
  ["exposeHeaders", "access-control-expose-headers"],
  ["maxAgeSeconds", "access-control-max-age"],
] as const;

/**
 * A response's headers with what the settings say about the request's origin. What is set takes the place of the function's
 * own headers of the same name, also where it allows nothing. AWS has been seen to send both, which browsers refuse.
 */
export function withCors(
  cors: FunctionUrlCors | undefined,
  { headers: { origin } }: CorsRequest,
  headers: Headers,
): Headers {
  if (cors === undefined) return headers;
  const decided = new Set<string>(DECIDED_BY.filter(([member]) => cors[member] !== undefined).map(([, name]) => name));
  const kept = headers.filter(([name]) => !decided.has(name));
  if (origin === undefined) return kept;
  const allowed = originHeaders(cors, origin);
  if (allowed === null) return merged(kept, [["vary", "Origin"]]);
  const exposed = cors.exposeHeaders ?? [];
  return merged(kept, [
    ...allowed,
    ...(exposed.length > 0 ? [["access-control-expose-headers", exposed.join(",")] as const] : []),
  ]);
}

/** Null when the origin isn't allowed. */
function originHeaders({ allowOrigins = [], allowCredentials }: FunctionUrlCors, origin: string): Headers | null {
  const everybody = allowOrigins.includes("*");
  if (!everybody && !allowOrigins.includes(origin)) return null;
  if (allowCredentials !== true && everybody) return [["access-control-allow-origin", "*"]];
  return [
    ["access-control-allow-origin", origin],
    ...(allowCredentials === true ? [["access-control-allow-credentials", "true"] as const] : []),
    // Caches must not give one origin the answer for another.
    ["vary", "Origin"],
  ];
}

/** `vary` is a list: the function's own entries stay. */
function merged(headers: Headers, added: Headers): Headers {
  const vary = [...headers, ...added]
    .filter(([name]) => name === "vary")
    .flatMap(([, value]) => value.split(/\s*,\s*/));
  const rest = [...headers, ...added].filter(([name]) => name !== "vary");
  const entries = [...new Map(vary.map((entry) => [entry.toLowerCase(), entry])).values()];
  return entries.length === 0 ? rest : [...rest, ["vary", entries.join(", ")]];
}

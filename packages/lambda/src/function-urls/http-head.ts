/** Status and headers of a response; names in lower case, `set-cookie` as often as there are cookies. */
export interface HttpHead {
  statusCode: number;
  headers: (readonly [name: string, value: string])[];
}

/** What a function gave can't be sent as HTTP; its client sees a 502. */
export class MalformedResponse extends Error {}

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Tabs, and Latin-1 without control characters: nothing that ends a header, nothing that Node refuses to send. */
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;
/** The server's own: they tell how the bytes travel. */
const NOT_THE_FUNCTIONS = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-connection",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param given `statusCode`, `headers` and `cookies` as a function wrote them; 200 when there is no status.
 * @throws MalformedResponse
 */
export function headOf(given: Record<string, unknown>, defaultContentType: string): HttpHead {
  const headers = [...headersOf(given.headers), ...cookieHeaders(given.cookies)];
  if (!headers.some(([name]) => name === "content-type")) headers.unshift(["content-type", defaultContentType]);
  return { statusCode: given.statusCode === undefined ? 200 : statusCodeOf(given.statusCode), headers };
}

function statusCodeOf(given: unknown): number {
  const code = typeof given === "string" && /^\d{3}$/.test(given) ? Number(given) : given;
  // Those below 200 announce another response, which doesn't come.
  if (typeof code !== "number" || !Number.isInteger(code) || code < 200 || code > 599) {
    throw new MalformedResponse("statusCode is not an HTTP status.");
  }
  return code;
}

function headersOf(given: unknown): HttpHead["headers"] {
  if (given === undefined || given === null) return [];
  if (!isRecord(given)) throw new MalformedResponse("headers is not an object.");
  // Names that differ in case alone are one header: the last one counts.
  const byName = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined) continue;
    if (!["string", "number", "boolean"].includes(typeof value)) throw new MalformedResponse("A header is no text.");
    if (!HEADER_NAME.test(name)) throw new MalformedResponse("A header's name is none.");
    byName.set(name.toLowerCase(), checkedValue(String(value)));
  }
  return [...byName].filter(([name]) => !NOT_THE_FUNCTIONS.has(name));
}

function cookieHeaders(given: unknown): HttpHead["headers"] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw new MalformedResponse("cookies is not a list.");
  return given.map((cookie: unknown) => {
    if (typeof cookie !== "string") throw new MalformedResponse("A cookie is no text.");
    return ["set-cookie", checkedValue(cookie)] as const;
  });
}

function checkedValue(value: string): string {
  if (!HEADER_VALUE.test(value)) throw new MalformedResponse("A header's value can't be sent.");
  return value;
}

import type { IncomingHttpHeaders } from "node:http";

/** A request as it stands on the wire, body aside. */
export interface RequestHead {
  /** Upper case. */
  method: string;
  /** As sent, still percent-encoded, without the query. */
  path: string;
  /** As sent, without `?`; empty when there is none. */
  query: string;
  /** By lower-case name; repeated ones joined by `, `. */
  headers: IncomingHttpHeaders;
  /** Sent by code of a function. */
  fromSandbox?: boolean;
}

/** An answer before it has a request id. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** Parts are sent as they come. */
  body: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** The value of a header that is to stand once; the first when it was repeated. */
export function headerOf({ headers }: Pick<RequestHead, "headers">, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Pairs of a query or form in order, decoded; what can't be decoded stays as it is. */
export function parsePairs(text: string, plusIsSpace = false): [name: string, value: string][] {
  if (text === "") return [];
  const decode = (part: string) => percentDecoded(plusIsSpace ? part.replaceAll("+", " ") : part);
  return text
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      return equals < 0 ? [decode(pair), ""] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    });
}

export function percentDecoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** RFC 3986: everything but letters, digits, `-`, `.`, `_` and `~`. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

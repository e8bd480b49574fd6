import { headerOf, type RequestHead } from "../http-message.ts";

/** Which function URL a request is for, and what of it is the function's. */
export interface FunctionUrlAddress {
  urlId: string;
  /** As the host name says; absent where the path names the URL. */
  region?: string;
  /** Path and query for the function, undecoded. */
  target: string;
  /** The URL was named by the path: what it answers shares an origin with the AWS API, and its host name with the console. */
  byPath: boolean;
}

/** No bucket, queue or operation of AWS begins like this: names of buckets have no underscore, and queues follow an account's number. */
const PATH_PREFIX = "/_function-urls/";
/** The form in which proxies are asked: the host is told once more. */
const ABSOLUTE = /^https?:\/\/[^/]*/i;
const HOST = /^([^.]*)\.lambda-url\.([^.]*)\.localhost\.?(?::\d+)?$/;

/**
 * `<id>.lambda-url.<region>.localhost` as host, or `/_function-urls/<id>/…` as path for clients that can't resolve such names.
 * @returns null for all other requests: they are for AWS's services.
 */
export function functionUrlAddress(head: RequestHead): FunctionUrlAddress | null {
  const { path, query } = head;
  const named = HOST.exec((headerOf(head, "host") ?? "").toLowerCase());
  const tail = query === "" ? "" : `?${query}`;
  if (named !== null) {
    const target = path.replace(ABSOLUTE, "") + tail;
    return { urlId: named[1] ?? "", region: named[2] ?? "", target, byPath: false };
  }
  if (!path.startsWith(PATH_PREFIX)) return null;
  const rest = path.slice(PATH_PREFIX.length);
  const slash = rest.indexOf("/");
  return slash < 0
    ? { urlId: rest, target: `/${tail}`, byPath: true }
    : { urlId: rest.slice(0, slash), target: rest.slice(slash) + tail, byPath: true };
}

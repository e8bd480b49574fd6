import { type IncomingHttpHeaders, request } from "node:http";
import { buffer } from "node:stream/consumers";
import type { HttpRequest } from "@smithy/types";

export interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  type: string | undefined;
}

/** Sends a request with exactly these headers and this path. */
export function send(signed: HttpRequest, body: unknown = signed.body): Promise<Received> {
  const pairs = Object.entries(signed.query ?? {}).flatMap(([name, value]) =>
    [value ?? ""].flat().map((text) => `${encode(name)}=${encode(text)}`),
  );
  const path = pairs.length > 0 ? `${signed.path}?${pairs.join("&")}` : signed.path;
  const { hostname, port, method, headers } = signed;
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, (answer) => {
      buffer(answer).then((bytes) => {
        const type = answer.headers["x-amzn-errortype"] as string | undefined;
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: bytes.toString(), type });
      }, reject);
    });
    sent.on("error", reject);
    sent.end(method === "GET" ? undefined : (body as string | Uint8Array | undefined));
  });
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

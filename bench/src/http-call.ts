import { HttpConnection } from "./http-connection.ts";

export interface HttpCall {
  url: string;
  headers?: Record<string, string>;
  /** POST when given, else GET. */
  body?: string;
}

/**
 * Makes the calls one after the other, over one connection that is kept open.
 * @returns how long each took, in ms
 * @throws when an answer isn't 200.
 */
export async function timesOf(call: HttpCall, count: number): Promise<number[]> {
  const connection = await HttpConnection.open(call.url);
  const request = requestBytes(call);
  const timesMs: number[] = [];
  try {
    while (timesMs.length < count) {
      const startedMs = performance.now();
      const { status, text } = await connection.ask(request);
      if (status !== 200) throw new Error(`${call.url} answered ${status}: ${text}`);
      timesMs.push(performance.now() - startedMs);
    }
    return timesMs;
  } finally {
    connection.close();
  }
}

function requestBytes({ url, headers = {}, body }: HttpCall): Buffer {
  const { host, pathname, search } = new URL(url);
  const all = { host, ...headers, ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(
    `${body === undefined ? "GET" : "POST"} ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n${body ?? ""}`,
  );
}

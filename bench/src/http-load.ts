import { HttpConnection } from "./http-connection.ts";

export interface HttpCall {
  url: string;
  headers?: Record<string, string>;
  /** POST when given, else GET. */
  body?: string;
}

export interface LoadResult {
  /** Of each request, in ms. */
  latenciesMs: number[];
  requestsPerSecond: number;
}

/**
 * Makes `count` calls, `concurrency` at a time, over connections that are kept open. The caller shares the machine with
 * what it calls, in the same way for the product and for its reference; it asks as little of it as it can.
 * @throws when an answer isn't 200.
 */
export async function httpLoad(call: HttpCall, count: number, concurrency: number): Promise<LoadResult> {
  const idle = await Promise.all(Array.from({ length: concurrency }, () => HttpConnection.open(call.url)));
  const request = requestBytes(call);
  try {
    return await load(
      async () => {
        const connection = idle.pop()!;
        const { status, text } = await connection.ask(request);
        if (status !== 200) throw new Error(`${call.url} answered ${status}: ${text}`);
        idle.push(connection);
      },
      count,
      concurrency,
    );
  } finally {
    for (const connection of idle) connection.close();
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

/** As {@link httpLoad} for anything that can be awaited. */
export async function load(call: () => Promise<unknown>, count: number, concurrency: number): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  let begun = 0;
  const startedMs = performance.now();
  const worker = async () => {
    while (begun < count) {
      begun += 1;
      const callStartedMs = performance.now();
      await call();
      latenciesMs.push(performance.now() - callStartedMs);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { latenciesMs, requestsPerSecond: (count / (performance.now() - startedMs)) * 1_000 };
}

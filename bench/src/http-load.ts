import { Agent, request } from "node:http";

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
 * what it calls, in the same way for the product and for its reference.
 * @throws when an answer isn't 200.
 */
export async function httpLoad(call: HttpCall, count: number, concurrency: number): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  try {
    return await load(() => httpCall(call, agent), count, concurrency);
  } finally {
    agent.destroy();
  }
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

function httpCall({ url, headers = {}, body }: HttpCall, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const method = body === undefined ? "GET" : "POST";
    const outgoing = request(url, { method, agent, headers: { ...headers, ...length } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`${method} ${url} answered ${answer.statusCode}: ${Buffer.concat(chunks).toString()}`));
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

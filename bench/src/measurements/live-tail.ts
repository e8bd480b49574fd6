import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { createFunction, invoke } from "../hello-function.ts";
import { timesOf } from "../http-call.ts";
import { startServer } from "../lambent-server.ts";
import type { Measurement } from "../measurement.ts";
import { withTemporaryDirectory } from "../temporary-directory.ts";

/** From a log line's time until a live reader of the server's event stream has it. The line's time has whole ms. */
export const liveTail: Measurement = {
  id: "live-tail",
  run: ({ runs, say }) =>
    withTemporaryDirectory(async (home) => {
      const server = await startServer(home);
      const stop = new AbortController();
      try {
        say("live tail");
        await createFunction(server, "hello");
        await invoke(server, "hello");
        const seen = await server.query<{ events: { id: number }[] }>("logs.query", {
          functionName: "hello",
          limit: 1,
        });
        const lastEventId = String(seen.events[0]!.id);
        const { url, headers } = server.queryCall("logs.follow", { functionName: "hello", lastEventId });
        const answer = await fetch(url, { headers: { ...headers, accept: "text/event-stream" }, signal: stop.signal });
        if (!answer.ok || !answer.body)
          throw new Error(`logs.follow answered ${answer.status}: ${await answer.text()}`);
        const arrivals = reportArrivals(answer.body);
        const samples: number[] = [];
        const referenceSamples: number[] = [];
        for (let run = 0; run < runs; run += 1) {
          referenceSamples.push(...(await timesOf({ url: `${server.url}/healthz` }, 1)));
          const [arrivedAfterMs] = await Promise.all([arrivals.next(), invoke(server, "hello")]);
          samples.push(arrivedAfterMs);
        }
        return [
          {
            name: "log line → live reader",
            unit: "ms",
            samples,
            referenceName: "GET /healthz of the same server",
            referenceSamples,
            budget: { of: "p95", limit: 250 },
          },
        ];
      } finally {
        stop.abort();
        await server.stop();
      }
    }),
};

/** How old each REPORT line is when it arrives, in ms. */
function reportArrivals(body: ReadableStream<Uint8Array>) {
  const agesMs: number[] = [];
  const waiting: ((ageMs: number) => void)[] = [];
  const lines = createInterface(Readable.fromWeb(body as never));
  lines.on("line", (line) => {
    if (!line.startsWith("data: ")) return;
    const ageMs = ageOfReport(line.slice("data: ".length));
    if (ageMs === null) return;
    const next = waiting.shift();
    if (next) next(ageMs);
    else agesMs.push(ageMs);
  });
  lines.on("error", () => {}); // the measurement ends by cutting the connection
  return {
    next(): Promise<number> {
      const ageMs = agesMs.shift();
      return ageMs === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(ageMs);
    },
  };
}

function ageOfReport(data: string): number | null {
  const event = JSON.parse(data) as { message?: string; timestampMs?: number } | null;
  if (!event?.message?.startsWith("REPORT ") || event.timestampMs === undefined) return null;
  return Math.max(0, Date.now() - event.timestampMs);
}

import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { HttpCall } from "./http-call.ts";
import type { LoadAtOnce } from "./load.ts";
import { withTemporaryDirectory } from "./temporary-directory.ts";

/** What a run of wrk tells at its end, as JSON in its last line. */
interface Told {
  requests: number;
  durationUs: number;
  p50Us: number;
  p99Us: number;
  /** Answers that aren't 2xx or 3xx. */
  statusErrors: number;
  /** Connections that couldn't be made, read, written or that took over two seconds. */
  socketErrors: number;
}

const TELLS = `
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('\\n{"requests":%d,"durationUs":%d,"p50Us":%d,"p99Us":%d,"statusErrors":%d,"socketErrors":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
`;

/**
 * Makes the call for a second, `concurrency` at a time over connections that are kept open, by wrk: the load program shares the
 * machine's processors with what it calls, and one written in Node.js takes a fifth of them.
 * @throws when wrk is missing or an answer isn't 200.
 */
export async function httpRate({ url, headers = {}, body }: HttpCall, concurrency: number): Promise<LoadAtOnce> {
  const script = [
    `wrk.method = ${body === undefined ? '"GET"' : '"POST"'}`,
    ...Object.entries(headers).map(([name, value]) => `wrk.headers[${luaString(name)}] = ${luaString(value)}`),
    ...(body === undefined ? [] : [`wrk.body = ${luaString(body)}`]),
    TELLS,
  ].join("\n");
  const { requests, durationUs, p50Us, p99Us, statusErrors, socketErrors } = await withTemporaryDirectory(
    async (directory) => {
      const file = join(directory, "call.lua");
      await writeFile(file, script);
      const { stdout } = await promisify(execFile)("wrk", ["-t1", `-c${concurrency}`, "-d1s", "-s", file, url]);
      return JSON.parse(stdout.trimEnd().split("\n").at(-1)!) as Told;
    },
  );
  if (statusErrors + socketErrors > 0) {
    throw new Error(`${url}: of ${requests} answers ${statusErrors} were errors, and ${socketErrors} calls failed.`);
  }
  return { requests, requestsPerSecond: requests / (durationUs / 1_000_000), p50Us, p99Us };
}

/** Each byte by its number, so that no text can end the string. */
const luaString = (text: string) =>
  `"${[...Buffer.from(text)].map((byte) => `\\${String(byte).padStart(3, "0")}`).join("")}"`;

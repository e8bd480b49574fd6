import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { HttpCall } from "./http-call.ts";

const MAIN = join(import.meta.dirname, "../../apps/server/dist/main.js");
const READY = /Console\s+(http:\/\/[^\s/]+:\d+)[\s\S]*AWS API\s+(http:\/\/[^\s/]+:\d+)/;

export interface LambentServer {
  url: string;
  /** Of the AWS endpoint. */
  awsUrl: string;
  /** From the start of the process until it says that it is ready and answers, in ms. */
  startMs: number;
  query<T>(procedure: string, input?: unknown): Promise<T>;
  mutate<T>(procedure: string, input: unknown): Promise<T>;
  /** The same calls for load programs. */
  queryCall(procedure: string, input?: unknown): HttpCall;
  mutationCall(procedure: string, input: unknown): HttpCall;
  stop(): Promise<void>;
}

/** Starts the built server with the data folder on a free port. */
export async function startServer(home: string): Promise<LambentServer> {
  if (!existsSync(MAIN))
    throw new Error(`${MAIN} is missing. Start the measurements with \`pnpm bench\`, which builds it.`);
  const startedMs = performance.now();
  const child = spawn(process.execPath, [MAIN, "--port", "0", "--aws-port", "0", "--home", home], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { url, awsUrl } = await addressesOf(child);
  const health = await fetch(`${url}/healthz`);
  const startMs = performance.now() - startedMs;
  if (!health.ok) throw new Error(`${url}/healthz answered ${health.status}.`);

  const headers = { "content-type": "application/json", origin: url, "x-lambent-request": "1" };
  const queryCall = (procedure: string, input?: unknown): HttpCall => ({
    url: `${url}/trpc/${procedure}${input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`}`,
    headers,
  });
  const mutationCall = (procedure: string, input: unknown): HttpCall => ({
    url: `${url}/trpc/${procedure}`,
    headers,
    body: JSON.stringify(input),
  });
  return {
    url,
    awsUrl,
    startMs,
    queryCall,
    mutationCall,
    query: (procedure, input) => call(queryCall(procedure, input)),
    mutate: (procedure, input) => call(mutationCall(procedure, input)),
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

function addressesOf(child: ReturnType<typeof spawn>): Promise<Pick<LambentServer, "url" | "awsUrl">> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const [, url, awsUrl] = READY.exec(printed) ?? [];
      if (url !== undefined && awsUrl !== undefined) resolve({ url, awsUrl });
    };
    child.stdout!.on("data", read);
    child.stderr!.on("data", read);
    child.on("exit", (code) => reject(new Error(`The server ended with ${code}:\n${printed}`)));
  });
}

async function call<T>({ url, headers, body }: HttpCall): Promise<T> {
  const answer = await fetch(url, { method: body === undefined ? "GET" : "POST", headers, body });
  const { result, error } = (await answer.json()) as { result?: { data: T }; error?: { message: string } };
  if (!result) throw new Error(`${url} answered ${answer.status}: ${error?.message}`);
  return result.data;
}

import { mkdtemp, rm } from "node:fs/promises";
import { type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Fault } from "./errors/fault.ts";
import type { Configuration } from "./startup/configuration.ts";
import { type RunningServer, startServer } from "./startup/start-server.ts";
import type { RouterInputs, RouterOutputs } from "./trpc/app-router.ts";

/** Of functions that are to run here. */
export const HOST_ARCHITECTURE = process.arch === "arm64" ? "arm64" : "x86_64";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
}

export interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** One request with exactly these headers: `fetch` would not let a test lie about its host. */
export async function call(
  url: string,
  path: string,
  { method = "GET", headers = {}, body }: Call = {},
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, (answer) => {
      buffer(answer).then((bytes) => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes, text: bytes.toString() });
      }, reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

type Routes = { [Group in keyof RouterInputs]: `${Group}.${keyof RouterInputs[Group] & string}` }[keyof RouterInputs];
type InputOf<Path extends Routes> = Path extends `${infer Group extends keyof RouterInputs}.${infer Name}`
  ? RouterInputs[Group][Name & keyof RouterInputs[Group]]
  : never;
type OutputOf<Path extends Routes> = Path extends `${infer Group extends keyof RouterOutputs}.${infer Name}`
  ? RouterOutputs[Group][Name & keyof RouterOutputs[Group]]
  : never;

/** A refusal as the console would see it. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly fault: Fault,
  ) {
    super(fault.message);
  }
}

export interface TrpcCalls {
  query<Path extends Routes>(path: Path, input: InputOf<Path>): Promise<OutputOf<Path>>;
  mutate<Path extends Routes>(path: Path, input: InputOf<Path>): Promise<OutputOf<Path>>;
}

/** Calls procedures as the console does. */
export function trpcCalls(url: string): TrpcCalls {
  async function unwrap(answer: Answer) {
    const body = JSON.parse(answer.text);
    if (body.error !== undefined) throw new Refused(answer.status, body.error.data.domain);
    return body.result.data;
  }
  return {
    async query(path, input) {
      const search = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
      return unwrap(await call(url, `/trpc/${path}${search}`));
    },
    async mutate(path, input) {
      const headers = { origin: url, "content-type": "application/json" };
      return unwrap(await call(url, `/trpc/${path}`, { method: "POST", headers, body: JSON.stringify(input) }));
    },
  };
}

export async function temporaryHome(): Promise<{ home: string; remove: () => Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), "lambent-server-"));
  return { home, remove: () => rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }) };
}

export interface TestServer extends RunningServer, TrpcCalls {
  call(path: string, options?: Call): Promise<Answer>;
  stop(): Promise<void>;
}

/** What a test's server has unless it says otherwise. */
export const DEFAULT_CONFIGURATION: Omit<Configuration, "home"> = {
  port: 0,
  awsPort: 0,
  host: "127.0.0.1",
  sandbox: undefined,
  allowUnenforced: new Set(),
  unsafeProcessDriver: false,
  python: "auto",
  accountConcurrency: 1000,
};

/** The whole server in this process, on a port and in a folder of its own. */
export async function startTestServer(
  configuration: Partial<Configuration> = {},
  consoleDirectory?: string,
): Promise<TestServer> {
  const { home, remove } = await temporaryHome();
  const server = await startServer({ ...DEFAULT_CONFIGURATION, home, ...configuration }, consoleDirectory);
  return {
    ...server,
    ...trpcCalls(server.url),
    call: (path, options) => call(server.url, path, options),
    stop: async () => {
      await server.close();
      await remove();
    },
  };
}

export const base64 = (text: string) => Buffer.from(text).toString("base64");

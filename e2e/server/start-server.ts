import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keepPrepared, plantPrepared } from "./prepared-home.ts";

const SERVER_NODE = fileURLToPath(new URL("../../scripts/server-node", import.meta.url));
const MAIN = fileURLToPath(new URL("../../apps/server/dist/main.js", import.meta.url));

export interface LambentServer {
  url: string;
  /** Of the AWS endpoint; another one after a restart. */
  readonly awsUrl: string;
  home: string;
  /** Everything the server has printed so far. */
  output(): string;
  /** Ends this process at once, as a power cut would, and leaves the data folder. */
  killAtOnce(): Promise<void>;
  /** Starts again on the same port and data folder. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the built server on a free port with a data folder of its own; resolves when it answers `GET /healthz`. */
export async function startServer(environment: NodeJS.ProcessEnv = {}): Promise<LambentServer> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is missing. Make it with \`npx -y pnpm@12 build\`.`);
  const home = await mkdtemp(join(tmpdir(), "lambent-e2e-"));
  await plantPrepared(home);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let printed = "";
  let awsUrl = "";
  let child: ChildProcess;

  async function start(): Promise<void> {
    const printedBefore = printed.length;
    child = spawn(SERVER_NODE, [MAIN], {
      env: { ...process.env, LAMBENT_HOME: home, LAMBENT_PORT: String(port), LAMBENT_AWS_PORT: "0", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    await untilHealthy(url, child, () => printed);
    awsUrl = await awsUrlIn(() => printed.slice(printedBefore));
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, "close");
    child.kill(signal);
    await closed;
  }

  await start();
  return {
    url,
    get awsUrl() {
      return awsUrl;
    },
    home,
    output: () => printed,
    killAtOnce: () => end("SIGKILL"),
    restart: start,
    stop: async () => {
      await end("SIGTERM");
      await keepPrepared(home);
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no TCP port could be had");
  return address.port;
}

async function untilHealthy(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${printed()}`);
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the server did not become ready within 15 s:\n${printed()}`);
}

/** Of the banner, which is printed once all of the server answers. */
async function awsUrlIn(printed: () => string): Promise<string> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const [, awsUrl] = /AWS API\s+(http:\/\/\S+)/.exec(printed()) ?? [];
    if (awsUrl !== undefined) return awsUrl;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the server did not say within 15 s where its AWS endpoint is:\n${printed()}`);
}

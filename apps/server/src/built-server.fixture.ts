import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const SERVER_NODE = fileURLToPath(new URL("../../../scripts/server-node", import.meta.url));
const SERVER = fileURLToPath(new URL("..", import.meta.url));
/** Beside dist, so that a server that runs from there is not changed under its feet. */
const BUNDLE = `${SERVER}.cache/main.js`;

/** Bundles the sources as they are now. */
export async function bundleServer(): Promise<void> {
  await build({ root: SERVER, logLevel: "error", build: { outDir: ".cache", sourcemap: false } });
}

export interface ServerProcess {
  readonly pid: number;
  /** All that it has printed so far. */
  output(): string;
  /** @returns the address; rejects with all that was printed when it ends before. */
  ready(): Promise<string>;
  /** Ends it at once, as a power cut would. */
  killAtOnce(): Promise<void>;
  /** @returns the exit code, and how long it took in ms. */
  signal(name: NodeJS.Signals): Promise<{ exitCode: number | null; tookMs: number }>;
  /** @returns the exit code when it ends by itself. */
  ended(): Promise<number | null>;
}

/** Runs the bundle in a process of its own. */
export function spawnServer(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ServerProcess {
  const child: ChildProcess = spawn(SERVER_NODE, [BUNDLE, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (printed += chunk.toString()));
  const ended = async () => {
    await closed;
    return child.exitCode;
  };
  return {
    pid: child.pid as number,
    output: () => printed,
    ended,
    ready: () =>
      new Promise((resolve, reject) => {
        const look = () => {
          const url = /Console\s+(http:\S+)[\s\S]*Ctrl\+C/.exec(printed)?.[1];
          if (url !== undefined) resolve(url);
        };
        child.stdout?.on("data", look);
        void closed.then(() => reject(new Error(`the server ended with ${child.exitCode}:\n${printed}`)));
        look();
      }),
    killAtOnce: async () => {
      child.kill("SIGKILL");
      await closed;
    },
    signal: async (name) => {
      const start = performance.now();
      child.kill(name);
      return { exitCode: await ended(), tookMs: performance.now() - start };
    },
  };
}

/** A process, told from a later one with the same number by its start. */
interface ProcessIdentity {
  pid: number;
  startTicks: string;
}

/** All processes below one, from the kernel's own list. */
export function descendantsOf(pid: number): ProcessIdentity[] {
  const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (readStat(Number(name)) ?? []) : []));
  const below = (parent: number): ProcessIdentity[] =>
    all.filter(({ parentPid }) => parentPid === parent).flatMap((child) => [child, ...below(child.pid)]);
  return below(pid);
}

export const isRunning = ({ pid, startTicks }: ProcessIdentity): boolean => {
  const stat = readStat(pid);
  return stat !== undefined && stat.startTicks === startTicks && stat.state !== "Z";
};

function readStat(pid: number) {
  try {
    // The command's name stands in parentheses and may hold anything; the fields follow the last one.
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { pid, state: fields[0], parentPid: Number(fields[1]), startTicks: fields[19] as string };
  } catch {
    return undefined;
  }
}

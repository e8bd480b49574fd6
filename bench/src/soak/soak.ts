import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DEFAULT_SCOPE, functionArn, logGroupName, type Outcome, roleArn } from "@lambent/model";
import { createBwrapDriver, createRunner, type EnvironmentSpec, type Runner } from "@lambent/runner";
import { withTemporaryDirectory } from "../temporary-directory.ts";
import { BEHAVIOURS, type Behaviour } from "./behaviours.ts";
import { type HostTraces, hostTraces } from "./host-traces.ts";
import { killRandomSandbox } from "./kill-random-sandbox.ts";

export interface SoakOptions {
  seconds: number;
  functions: number;
  concurrency: number;
  /** A random sandbox gets SIGKILL from the host every so often; 0 for never. */
  killEveryMs: number;
  say(text: string): void;
}

export interface SoakResult {
  invocations: number;
  outcomes: Partial<Record<Outcome["kind"], number>>;
  /** Outcomes that the function's behaviour doesn't explain, and that no kill does. */
  wrong: string[];
  killed: number;
  /** Invocations that ended with their killed sandbox. */
  ended: number;
  /** With nothing but spares: before the load, and after it. */
  before: HostTraces;
  after: HostTraces;
  /** Before there was a runner, and after it was closed. */
  without: { before: HostTraces; after: HostTraces };
  /** Of this process, in MB, at rest: after a first part of the load, and at its end. */
  residentMb: { early: number; late: number };
}

interface SoakFunction {
  behaviour: Behaviour;
  spec: EnvironmentSpec;
}

const BYTES_PER_MB = 1_048_576;
/** Part of the time after which caches are full and what is held should stay the same. */
const WARM_UP_SHARE = 0.3;
/** A spare is three processes, five descriptors and up to four control groups, and there are at most 24. */
const TRACES_OF_SPARES_MAX = 24 * 5;
/** Pipes of ended processes are closed a moment after the processes have gone. */
const CLOSE_SETTLE_MS = 500;
const SETTLE_LIMIT_MS = 20_000;

/** Runs many functions of mixed behaviour for a while and looks at what is left of it. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  return withTemporaryDirectory(async (directory) => {
    const functions = await makeFunctions(join(directory, "functions"), options.functions);
    const driverDirectory = join(directory, "driver");
    // With its first stream, libuv opens a descriptor that it keeps in reserve for when there are none left.
    await once(spawn("true"), "close");
    const withoutBefore = hostTraces(driverDirectory);
    const driver = await createBwrapDriver({ directory: driverDirectory });
    const runner = await createRunner({ driver, dataDirectory: join(directory, "data"), spares: "on demand" });
    const result: SoakResult = {
      invocations: 0,
      outcomes: {},
      wrong: [],
      killed: 0,
      ended: 0,
      before: withoutBefore,
      after: withoutBefore,
      without: { before: withoutBefore, after: withoutBefore },
      residentMb: { early: 0, late: 0 },
    };
    try {
      // Everything once that happens once: interpreters copied, the mount namespace's keeper started.
      for (const one of functions.slice(0, BEHAVIOURS.length)) await invokeOnce(runner, one);
      result.before = await atRest(runner, driverDirectory);
      await load(runner, functions, options, options.seconds * WARM_UP_SHARE, result);
      await atRest(runner, driverDirectory);
      result.residentMb.early = residentMb();
      await load(runner, functions, options, options.seconds * (1 - WARM_UP_SHARE), result);
      result.after = await atRest(runner, driverDirectory);
      result.residentMb.late = residentMb();
    } finally {
      await runner.close();
    }
    await delay(CLOSE_SETTLE_MS);
    result.without.after = hostTraces(driverDirectory);
    return result;
  });
}

/** What the load has left behind, in words; how many spares there are may differ. */
export function leaks({ before, after, without }: SoakResult): string[] {
  const names = Object.keys(before) as (keyof HostTraces)[];
  const atRest = names.filter((name) => after[name] > before[name] + TRACES_OF_SPARES_MAX);
  const closed = names.filter((name) => without.after[name] > without.before[name]);
  return [
    ...atRest.map((name) => `${name} at rest: ${before[name]} before, ${after[name]} after the load`),
    ...closed.map((name) => `${name} after closing: ${without.before[name]} before, ${without.after[name]} after`),
  ];
}

async function load(
  runner: Runner,
  functions: readonly SoakFunction[],
  { concurrency, killEveryMs, say }: SoakOptions,
  seconds: number,
  result: SoakResult,
): Promise<void> {
  const endMs = performance.now() + seconds * 1000;
  const kill = () => {
    result.killed += killRandomSandbox();
  };
  const killing = killEveryMs > 0 ? setInterval(kill, killEveryMs) : undefined;
  const telling = setInterval(() => say(`${result.invocations} invocations, ${result.wrong.length} wrong`), 10_000);
  const worker = async () => {
    while (performance.now() < endMs) {
      const one = choose(functions);
      const outcome = await invokeOnce(runner, one);
      result.invocations += 1;
      result.outcomes[outcome.kind] = (result.outcomes[outcome.kind] ?? 0) + 1;
      const { expected, name } = one.behaviour;
      if (expected.includes(outcome.kind)) continue;
      // A frozen one ends when it is thawed for its next event: later than the kill, yet no more than once for each.
      if (isKill(outcome) && result.ended < result.killed) result.ended += 1;
      else result.wrong.push(`${name}: ${describe(outcome)}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  clearInterval(killing);
  clearInterval(telling);
}

/** How an invocation ends whose sandbox is killed from outside. */
const isKill = (outcome: Outcome) =>
  (outcome.kind === "exited" && outcome.signal === "SIGKILL") ||
  (outcome.kind === "sandboxFault" && outcome.message.includes("killed"));

const describe = (outcome: Outcome) =>
  "payload" in outcome
    ? `${outcome.kind} ${Buffer.from(outcome.payload).toString().slice(0, 200)}`
    : JSON.stringify(outcome);

async function invokeOnce(runner: Runner, { spec }: SoakFunction): Promise<Outcome> {
  const request = {
    requestId: crypto.randomUUID(),
    invokedFunctionArn: spec.functionArn,
    payload: Buffer.from(JSON.stringify({ at: Date.now() })),
  };
  return (await runner.invoke(spec, request, { onLog: () => undefined })).outcome;
}

/** Ends all environments and waits until the host shows the same twice in a row. */
async function atRest(runner: Runner, directory: string): Promise<HostTraces> {
  runner.retire("");
  const deadlineMs = performance.now() + SETTLE_LIMIT_MS;
  let traces = hostTraces(directory);
  for (let same = 0; same < 4 && performance.now() < deadlineMs; ) {
    await delay(250);
    const next = hostTraces(directory);
    same = JSON.stringify(next) === JSON.stringify(traces) ? same + 1 : 0;
    traces = next;
  }
  return traces;
}

function residentMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / BYTES_PER_MB;
}

/** By share; among functions of the same behaviour evenly. */
function choose(functions: readonly SoakFunction[]): SoakFunction {
  const total = BEHAVIOURS.reduce((sum, { share }) => sum + share, 0);
  let left = Math.random() * total;
  const behaviour = BEHAVIOURS.find(({ share }) => {
    left -= share;
    return left < 0;
  })!;
  const alike = functions.filter((one) => one.behaviour === behaviour);
  return alike[Math.floor(Math.random() * alike.length)]!;
}

async function makeFunctions(directory: string, count: number): Promise<SoakFunction[]> {
  const functions: SoakFunction[] = [];
  for (let index = 0; index < Math.max(count, BEHAVIOURS.length); index += 1) {
    const behaviour = BEHAVIOURS[index % BEHAVIOURS.length]!;
    const codeDirectory = join(directory, String(index));
    await mkdir(codeDirectory, { recursive: true });
    const isPython = behaviour.runtime.startsWith("python");
    await writeFile(join(codeDirectory, isPython ? "lambda_function.py" : "index.mjs"), behaviour.source);
    functions.push({ behaviour, spec: specOf(`${behaviour.name}-${index}`, behaviour, codeDirectory) });
  }
  return functions;
}

function specOf(functionName: string, { runtime, timeoutMs }: Behaviour, codeDirectory: string): EnvironmentSpec {
  return {
    environmentKey: `${functionName}/`,
    functionName,
    functionVersion: "$LATEST",
    functionArn: functionArn(DEFAULT_SCOPE, functionName),
    ...DEFAULT_SCOPE,
    runtime,
    architecture: process.arch === "arm64" ? "arm64" : "x86_64",
    handler: runtime.startsWith("python") ? "lambda_function.lambda_handler" : "index.handler",
    codeDirectory,
    layerDirectories: [],
    memoryMb: 192,
    timeoutMs,
    ephemeralStorageMb: 512,
    environmentVariables: {},
    logGroupName: logGroupName(functionName),
    roleArn: roleArn(DEFAULT_SCOPE, functionName, "/"),
    network: "none",
  };
}

import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { EnvironmentGrant, EnvironmentSpec, LogLine } from "../runner.port.ts";
import { RESPONSE_LIMIT_BYTES } from "../wire/frame.ts";
import { ControlChannelError } from "../wire/protocol-error.ts";
import type { BootRecipe } from "./boot-recipe.ts";
import type { EnvironmentIdentity } from "./endpoints.ts";
import { describeExit } from "./exit-description.ts";
import type { Failure } from "./failure.ts";
import type { LastingFiles } from "./lasting-files.ts";
import { type InitializationType, processEnvironment, startEnvironment } from "./process-environment.ts";
import type { ProcessEnd, ProcessEvent } from "./process-event.ts";
import type { RuntimeProcess } from "./runtime-process.ts";

/** A runtime that reported an init error ends by itself; the last log lines come with its end. */
const SELF_EXIT_WAIT_MS = 1_000;

export interface InitPorts {
  clock: Clock;
  recipe: BootRecipe;
  /** A process that boots or has booted, with the function in place. @throws for faults of the host. */
  start(attempt: Pick<InitAttempt, "avoidsSpares" | "files">): Promise<RuntimeProcess>;
  /** @throws for faults of the host. */
  grant?: () => Promise<EnvironmentGrant>;
}

export interface InitAttempt {
  spec: EnvironmentSpec;
  initializationType: InitializationType;
  logStreamName: string;
  environmentId: string;
  limitMs: number;
  /** The one before was made with a spare that had been ended from outside. */
  avoidsSpares: boolean;
  /** Of the environment's process before this one, and of this one from then on. */
  files: LastingFiles;
  /** Undefined when nobody listens yet: a bounded part of what is printed is then kept for the first event. */
  tell: ((line: LogLine) => void) | undefined;
  onGrant(grant: EnvironmentGrant): void;
  onInitialising(): void;
  /** Hands out the process as soon as there is one, so that it can be ended from outside. */
  onProcess(process: RuntimeProcess): void;
  onEnd(process: RuntimeProcess): void;
}

export type InitResult = { durationMs: number; bootUs: number; initUs: number } & (
  | { kind: "ready"; process: RuntimeProcess }
  | { kind: "failed"; process: RuntimeProcess; failure: Failure }
);

/**
 * Gets a booted sandbox and loads the function in it. The limit runs from the moment the sandbox exists: how long the host
 * takes to make one isn't the function's fault.
 * @throws whatever the driver throws: a fault of the host.
 */
export async function initialise(ports: InitPorts, attempt: InitAttempt): Promise<InitResult> {
  const { clock } = ports;
  const { spec } = attempt;
  const startedMs = clock.monotonicMs();
  const granting = ports.grant?.();
  // Should it fail before anybody waits for it.
  granting?.catch(() => undefined);
  const process = await ports.start(attempt);
  process.onEnd = () => attempt.onEnd(process);
  attempt.onProcess(process);
  if (attempt.tell) process.output.attach(attempt.tell);
  const deadlineMs = clock.monotonicMs() + attempt.limitMs;

  let event = await process.booted(attempt.limitMs);
  const grant = granting && (await granting);
  if (grant) attempt.onGrant(grant);
  const bootedMs = clock.monotonicMs();
  const hasBooted = isAnswer(event, "ready");
  if (hasBooted) {
    attempt.onInitialising();
    process.init(
      {
        handler: spec.handler,
        runtime: spec.runtime,
        environment: processEnvironment(spec, attempt.logStreamName, attempt.initializationType, grant),
        responseLimitBytes: RESPONSE_LIMIT_BYTES,
      },
      identityOf(attempt),
    );
    // While the runtime reads that.
    attempt.files.hold(process);
    // The first measurement has to find the processes, the next take half as long. What a launcher holds isn't the program's.
    if (!ports.recipe.speaksRuntimeApi) void process.peakMemoryBytes();
    event = await process.next(deadlineMs - bootedMs);
  }
  const doneMs = clock.monotonicMs();
  const times = {
    durationMs: doneMs - startedMs,
    bootUs: Math.round((bootedMs - startedMs) * 1000),
    initUs: Math.round((doneMs - bootedMs) * 1000),
  };
  if (hasBooted && isAnswer(event, "initDone")) return { kind: "ready", process, ...times };
  const failure = await failureOf(event, process);
  if (!hasBooted && failure.kind === "ended" && isUnnamedFaultOfHost(failure.end, spec)) {
    const { sentence } = describeExit(failure.end, spec.runtime);
    throw new Error(
      `The sandbox ended before the runtime had booted (${sentence}). Is the host short of processes or memory?`,
    );
  }
  return { kind: "failed", process, failure, ...times };
}

/**
 * Nothing of the function runs before the runtime has booted, unless its variables make the interpreter load something. A
 * fault that the sandbox names itself is told as it is.
 */
function isUnnamedFaultOfHost(end: ProcessEnd, spec: EnvironmentSpec): boolean {
  if (end.outOfMemory || end.hostFault !== undefined) return false;
  return Object.keys(startEnvironment(spec)).every((name) => !(name in spec.environmentVariables));
}

function identityOf({ environmentId, spec }: InitAttempt): EnvironmentIdentity {
  const { functionName, functionVersion, functionArn } = spec;
  return { environmentId, functionName, functionVersion, functionArn };
}

async function failureOf(event: ProcessEvent, process: RuntimeProcess): Promise<Failure> {
  if (event.kind === "deadline") {
    await process.killAndWait();
    return { kind: "timedOut" };
  }
  if (event.kind === "message" && event.message.kind === "initError") {
    await process.waitForEnd(SELF_EXIT_WAIT_MS);
    await process.killAndWait();
    const { errorType, payload } = event.message;
    return { kind: "initError", errorType, payload };
  }
  if (event.kind === "message" && event.message.kind === "invalidEntrypoint") {
    await process.killAndWait();
    return { kind: "invalidEntrypoint", sentence: event.message.sentence };
  }
  if (event.kind === "message") {
    process.failControl(
      new ControlChannelError(`an answer (${event.message.kind}) came while the function was loading`),
    );
  }
  return { kind: "ended", end: await process.ended };
}

function isAnswer(event: ProcessEvent, kind: "ready" | "initDone"): boolean {
  return event.kind === "message" && event.message.kind === kind;
}

/** `YYYY/MM/DD/[$LATEST]<32 hex>`; in a group that isn't its own, with the function's name. @see spec: lambda §8.1 */
export function newLogStreamName(spec: EnvironmentSpec, nowMs: number): string {
  const day = new Date(nowMs).toISOString().slice(0, 10).replaceAll("-", "/");
  const name = spec.logGroupName === `/aws/lambda/${spec.functionName}` ? "" : spec.functionName;
  return `${day}/${name}[${spec.functionVersion}]${randomUUID().replaceAll("-", "")}`;
}

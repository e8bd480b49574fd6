import { randomUUID } from "node:crypto";
import { PostponedTimer } from "../postponed-timer.ts";
import type {
  EnvironmentGrant,
  EnvironmentSpec,
  InvocationReport,
  InvocationRequest,
  LogLine,
  ResponseListener,
} from "../runner.port.ts";
import { ControlChannelError } from "../wire/protocol-error.ts";
import { answerOutcome } from "./answer-outcome.ts";
import { assertTransition, type EnvironmentState } from "./environment-state.ts";
import { environmentWarnings } from "./environment-warnings.ts";
import { describeExit } from "./exit-description.ts";
import { type Failure, failureStatus, tellFailure } from "./failure.ts";
import { GrantTerm } from "./grant-term.ts";
import { type InitPorts, type InitResult, initialise, newLogStreamName } from "./initialise.ts";
import { invocationReport, type Prepared, type Served } from "./invocation-report.ts";
import { LastingFiles } from "./lasting-files.ts";
import { PeakMemory } from "./peak-memory.ts";
import { endLine, exitLine, initReportLine, initStartLine, reportLine, startLine } from "./platform-log-lines.ts";
import type { InitializationType } from "./process-environment.ts";
import { ResponseReceiver } from "./response-receiver.ts";
import type { RuntimeProcess } from "./runtime-process.ts";

/** @see spec: lambda §5.1 */
export const INIT_LIMIT_MS = 10_000;
/** An environment that is used again within this time isn't stopped in between. */
export const FREEZE_AFTER_MS = 1_000;
const FATAL_EXIT_WAIT_MS = 1_000;
const BYTES_PER_MB = 1_048_576;

export interface EnvironmentPorts extends InitPorts {
  idleMs: number;
  /** The function was loaded, which took so long. */
  onLoaded(initMs: number): void;
  /** It has served and waits for the next event. */
  onIdle(environment: Environment): void;
  /** It stands still from now on, holding so much. */
  onRest(environment: Environment, heldMb: number): void;
  /** Called once, when nothing of the environment is left. */
  onGone(environment: Environment): void;
}

type Tell = (line: LogLine) => void;
/** One execution environment: boots, serves one event at a time, freezes when idle, and ends. */
export class Environment {
  readonly id = randomUUID();
  readonly logStreamName: string;
  #state: EnvironmentState = "booting";
  #sinceMs: number;
  #process: RuntimeProcess | undefined;
  /** Of an initialisation that no event was waiting for; told with the first event. */
  #untold: LogLine[] = [];
  #hasServed = false;
  #retired = false;
  #closing = false;
  /** Until it is frozen, and then until it ends. */
  readonly #idleTimer: PostponedTimer;
  readonly #term: GrantTerm;
  readonly #files = new LastingFiles();
  #freezing: Promise<void> | undefined;
  readonly #peak: PeakMemory;

  constructor(
    private readonly ports: EnvironmentPorts,
    readonly spec: EnvironmentSpec,
    readonly initializationType: InitializationType = "on-demand",
  ) {
    this.#sinceMs = ports.clock.nowMs();
    this.#peak = new PeakMemory(ports.clock);
    this.#term = new GrantTerm(ports.clock, () => this.retire());
    this.#idleTimer = new PostponedTimer(ports.clock, () => (this.#state === "idle" ? this.#freeze() : this.#end()));
    this.logStreamName = newLogStreamName(spec, this.#sinceMs);
  }

  get state(): EnvironmentState {
    return this.#state;
  }

  /** Epoch milliseconds of the last change of state. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** The most that it has held, in MB, its interpreter included. */
  get peakMb(): number {
    return this.#peak.mb;
  }

  get isRetired(): boolean {
    return this.#retired;
  }

  get isAvailable(): boolean {
    if (this.#retired || this.#term.isOver) return false;
    return (
      this.#state === "reset" || ((this.#state === "idle" || this.#state === "frozen") && !this.#process?.hasEnded)
    );
  }

  /** Marks a waiting environment as taken before anything is awaited, so that no second event can get it. */
  take(): void {
    this.#idleTimer.clear();
    this.#enter(this.#state === "reset" ? "booting" : "busy");
  }

  /**
   * Loads the function before there is an event for it.
   * @returns whether it waits for events now; otherwise it is gone.
   * @throws for faults of the driver alone.
   */
  async warm(): Promise<boolean> {
    const timestampMs = this.ports.clock.nowMs();
    this.#untold = this.#firstLines().map((message) => ({ timestampMs, message }));
    const init = await this.#initialise(INIT_LIMIT_MS, undefined);
    if (init.kind === "failed") {
      this.#end();
      return false;
    }
    await init.process.applyCpuShare();
    await this.#peak.sample(init.process);
    this.#settle();
    return this.isAvailable;
  }

  /**
   * @param listener gets a streamed response; never throws.
   * @throws for faults of the driver alone.
   */
  async serve(request: InvocationRequest, tell: Tell, listener?: ResponseListener): Promise<InvocationReport> {
    const log = (message: string) => tell({ timestampMs: this.ports.clock.nowMs(), message });
    const isCold = this.#process === undefined;
    // After a reset it is the same environment, with the same log stream: the caller sees no cold start, only a longer call.
    const isFirst = isCold && !this.#hasServed;
    this.#hasServed = true;
    if (!isCold && this.#freezing) await this.#thaw();
    const prepared = isCold ? await this.#prepare(request, tell, isFirst) : this.#resume(tell);

    log(startLine(request.requestId, this.spec.functionVersion));
    const startedMs = this.ports.clock.monotonicMs();
    const receiver = new ResponseReceiver(request.requestId, listener);
    const served = prepared.failed ?? (await this.#invoke(request, receiver, prepared.spentMs, isCold));
    const invokeUs = Math.round((this.ports.clock.monotonicMs() - startedMs) * 1000);
    if (served.line !== undefined) log(served.line);
    log(endLine(request.requestId));

    const { spec, ports } = this;
    const report = invocationReport({
      environment: this,
      recipe: ports.recipe,
      spec,
      isClosing: this.#closing,
      isFirst,
      prepared,
      served,
      receiver,
      invokeUs,
    });
    log(reportLine(request.requestId, { ...report, memoryMb: spec.memoryMb }, served.status));
    this.#settle();
    return report;
  }

  /** Idle: ends now. Busy: ends once its invocation is over. */
  retire(): void {
    this.#retired = true;
    if (this.#state === "idle" || this.#state === "frozen" || this.#state === "reset") this.#end();
  }

  /** Ends whatever it is doing; settles when its processes are gone. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#retired = true;
    const process = this.#process;
    this.#end();
    process?.kill();
    await process?.ended;
    await this.#files.close();
  }

  async #prepare(request: InvocationRequest, tell: Tell, isFirst: boolean): Promise<Prepared> {
    const log = (message: string) => tell({ timestampMs: this.ports.clock.nowMs(), message });
    const tellInit = (durationMs: number, phase: "init" | "invoke", failure: Failure) =>
      log(initReportLine(durationMs, phase, failureStatus(failure, this.spec.runtime)));
    if (isFirst) for (const line of this.#firstLines()) log(line);
    let init = await this.#initialise(isFirst ? INIT_LIMIT_MS : this.spec.timeoutMs, tell);
    const prepared: Prepared = { phases: {}, spentMs: 0 };
    if (isFirst && init.kind === "ready") prepared.initDurationMs = init.durationMs;
    else {
      if (isFirst && init.kind === "failed") {
        tellInit(init.durationMs, "init", init.failure);
        // AWS tries once more inside the invocation, under the function's own timeout.
        if (!this.#closing) init = await this.#initialise(this.spec.timeoutMs, tell, wasKilled(init));
      }
      prepared.spentMs = Math.min(init.durationMs, this.spec.timeoutMs);
      if (init.kind === "failed") {
        tellInit(init.durationMs, "invoke", init.failure);
        prepared.failed = { ...this.#told(init.failure, request), ms: prepared.spentMs };
      }
    }
    prepared.phases = { bootUs: init.bootUs, initUs: init.initUs };
    if (init.kind === "failed") await this.#peak.sample(init.process);
    else {
      await init.process.output.readPending();
      if (this.#state !== "busy" && this.#state !== "gone") this.#enter("busy");
    }
    return prepared;
  }

  #resume(tell: Tell): Prepared {
    for (const line of this.#untold.splice(0)) tell(line);
    this.#process!.output.attach(tell);
    return { phases: {}, spentMs: 0 };
  }

  async #initialise(limitMs: number, tell: Tell | undefined, avoidsSpares = false): Promise<InitResult> {
    if (this.#state !== "booting") this.#enter("booting");
    const result = await initialise(this.ports, {
      spec: this.spec,
      initializationType: this.initializationType,
      logStreamName: this.logStreamName,
      environmentId: this.id,
      limitMs,
      avoidsSpares,
      files: this.#files,
      tell,
      onGrant: (grant) => this.#onGrant(grant, tell),
      onInitialising: () => this.#state === "booting" && this.#enter("initialising"),
      onProcess: (process) => {
        this.#process = process;
        if (this.#closing) process.kill();
      },
      onEnd: (process) => {
        // An idle environment whose process ended by itself has nothing left to serve with.
        if (this.#process === process && (this.#state === "idle" || this.#state === "frozen")) this.#end();
      },
    });
    if (result.kind === "ready") this.ports.onLoaded(result.initUs / 1000);
    return result;
  }

  #onGrant({ usableUntilMs, warning }: EnvironmentGrant, tell: Tell | undefined): void {
    this.#term.begin(usableUntilMs);
    if (warning === undefined) return;
    const line = { timestampMs: this.ports.clock.nowMs(), message: `LAMBENT_WARNING: ${warning}` };
    if (tell) tell(line);
    else this.#untold.push(line);
  }

  /** INIT_START, then what of the function isn't as its author may expect. */
  #firstLines(): string[] {
    const { recipe } = this.ports;
    const start = initStartLine(this.spec.runtime, recipe.runtime.version, this.spec.region);
    return [start, ...environmentWarnings(recipe, this.spec)];
  }

  async #invoke(
    request: InvocationRequest,
    receiver: ResponseReceiver,
    spentMs: number,
    cold: boolean,
  ): Promise<Served> {
    const { clock } = this.ports;
    const process = this.#process!;
    const limitMs = this.spec.timeoutMs;
    const remainingMs = Math.max(0, limitMs - spentMs);
    const startedMs = clock.monotonicMs();
    process.invoke(request, Math.round(clock.nowMs() + remainingMs), receiver);
    // Loading was free of it; the event needn't wait while it is set.
    if (cold) await process.applyCpuShare();
    const event = await process.next(remainingMs);
    receiver.close();
    const ms = Math.min(limitMs, spentMs + clock.monotonicMs() - startedMs);

    if (event.kind === "deadline") {
      await process.killAndWait();
      await this.#peak.sample(process);
      return { ...this.#told({ kind: "timedOut" }, request), ms: limitMs };
    }
    if (event.kind === "ended") {
      await this.#peak.sample(process);
      return { ...this.#told({ kind: "ended", end: event.end }, request), ms };
    }
    const { message } = event;
    if (receiver.admits(message)) {
      if (cold || this.#peak.isOld) await this.#peak.sample(process);
      if (message.kind === "error" && message.fatal) return this.#fatal(message, request, process, ms);
      // A function that never stops writing would go on until its timeout.
      if (receiver.isFull) await process.killAndWait();
      else await process.output.finishInvocation(request.requestId, message.isQuiet);
      return { ...answerOutcome(message, receiver), ms };
    }
    process.failControl(new ControlChannelError(`an answer (${message.kind}) came that isn't of this invocation`));
    return { ...this.#told({ kind: "ended", end: await process.ended }, request), ms };
  }

  /** The runtime told an uncaught error and ends by itself, as AWS's does. */
  async #fatal(
    message: { errorType: string; payload: Uint8Array },
    request: InvocationRequest,
    process: RuntimeProcess,
    ms: number,
  ): Promise<Served> {
    await process.waitForEnd(FATAL_EXIT_WAIT_MS);
    await process.killAndWait();
    const end = process.hasEnded ? await process.ended : { exitCode: null, signal: "SIGKILL", outOfMemory: false };
    const { errorType, sentence } = describeExit(end, this.spec.runtime);
    return {
      outcome: { kind: "functionError", errorType: message.errorType, payload: message.payload },
      status: { kind: "error", errorType: message.errorType },
      line: exitLine(request.requestId, errorType, sentence),
      ms,
    };
  }

  #told(failure: Failure, request: InvocationRequest): Omit<Served, "ms"> {
    const { runtime, timeoutMs, memoryMb } = this.spec;
    const nowMs = this.ports.clock.nowMs();
    return tellFailure(failure, { requestId: request.requestId, runtime, timeoutMs, memoryMb, nowMs });
  }

  async #thaw(): Promise<void> {
    await this.#freezing;
    this.#freezing = undefined;
    await this.#process!.thaw();
  }

  /** Back to waiting, or away when it was retired meanwhile or nothing of it can serve again. */
  #settle(): void {
    if (this.#state === "gone") return;
    const hasProcess = !this.#process?.isEnding;
    const mayServe = this.#state === "busy" || (this.#state === "initialising" && hasProcess);
    if (this.#retired || !mayServe) {
      this.#end();
      return;
    }
    if (hasProcess) {
      this.#enter("idle");
      this.#idleTimer.set(FREEZE_AFTER_MS);
    } else {
      this.#process = undefined;
      this.#enter("reset");
      this.#endWhenUnused();
    }
    this.ports.onIdle(this);
  }

  #freeze(): void {
    this.#enter("frozen");
    this.#endWhenUnused();
    // A driver that fails to stop an idle environment has lost it; the next event gets another one.
    this.#freezing = this.#process!.freeze()
      .then(() => this.#tellRest())
      .catch(() => this.#end());
  }

  async #tellRest(): Promise<void> {
    const bytes = (await this.#process?.memoryBytes()) ?? 0;
    if (this.#state === "frozen") this.ports.onRest(this, Math.ceil(bytes / BYTES_PER_MB));
  }

  /** What was asked for ahead of events stays until it is taken back. */
  #endWhenUnused(): void {
    if (this.initializationType === "provisioned-concurrency") return;
    this.#idleTimer.set(this.ports.idleMs - FREEZE_AFTER_MS);
  }

  #end(): void {
    if (this.#state === "gone") return;
    this.#idleTimer.stop();
    this.#term.cancel();
    this.#enter("gone");
    this.#process?.kill();
    void this.#files.close();
    this.ports.onGone(this);
  }

  #enter(state: EnvironmentState): void {
    assertTransition(this.#state, state);
    this.#state = state;
    this.#sinceMs = this.ports.clock.nowMs();
  }
}

/** From outside, as it seems: others that wait with it may be gone as well, unnoticed so far. */
const wasKilled = (init: InitResult): boolean =>
  init.kind === "failed" &&
  init.failure.kind === "ended" &&
  init.failure.end.signal === "SIGKILL" &&
  !init.failure.end.outOfMemory;

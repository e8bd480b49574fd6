import { randomUUID } from "node:crypto";
import type { Outcome } from "@lambent/model";
import type { Clock } from "../clock.ts";
import type { EnvironmentSpec, InvocationReport, InvocationRequest, LogLine } from "../runner.port.ts";
import { encodeInvoke } from "../wire/control-messages.ts";
import { RESPONSE_LIMIT_BYTES } from "../wire/frame.ts";
import { ControlChannelError } from "../wire/protocol-error.ts";
import { assertTransition, type EnvironmentState } from "./environment-state.ts";
import { responseTooLargePayload } from "./error-payloads.ts";
import { describeExit } from "./exit-description.ts";
import { type Failure, failureStatus, tellFailure } from "./failure.ts";
import { type InitPorts, type InitResult, initialise, newLogStreamName } from "./initialise.ts";
import {
  endLine,
  exitLine,
  initReportLine,
  initStartLine,
  type PlatformStatus,
  reportLine,
  startLine,
} from "./platform-log-lines.ts";
import type { RuntimeProcess } from "./runtime-process.ts";

/** @see spec: lambda §5.1 */
export const INIT_LIMIT_MS = 10_000;
/** An environment that is used again within this time isn't stopped in between. */
export const FREEZE_AFTER_MS = 1_000;
/** Memory use only grows; in a burst of invocations it isn't read each time. */
const PEAK_SAMPLE_MS = 100;
const FATAL_EXIT_WAIT_MS = 250;
const BYTES_PER_MB = 1_048_576;

export interface EnvironmentPorts extends InitPorts {
  clock: Clock;
  idleMs: number;
  /** Called once, when nothing of the environment is left. */
  onGone(environment: Environment): void;
}

type Tell = (line: LogLine) => void;
/** How an invocation went inside; `ms` is its duration. */
interface Served {
  outcome: Outcome;
  status: PlatformStatus;
  line?: string;
  ms: number;
}

/** One execution environment: boots, serves one event at a time, freezes when idle, and ends. */
export class Environment {
  readonly id = randomUUID();
  readonly logStreamName: string;
  #state: EnvironmentState = "booting";
  #sinceMs: number;
  #lastUsedMs = 0;
  #process: RuntimeProcess | undefined;
  #retired = false;
  #closing = false;
  #cancelIdleTimers = () => {};
  #freezing: Promise<void> | undefined;
  #peakMb = 0;
  #peakReadMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly ports: EnvironmentPorts,
    readonly spec: EnvironmentSpec,
  ) {
    this.#sinceMs = ports.clock.nowMs();
    this.logStreamName = newLogStreamName(spec, this.#sinceMs);
  }

  get state(): EnvironmentState {
    return this.#state;
  }

  /** Epoch milliseconds of the last change of state. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** On the monotonic clock: when it last became idle. */
  get lastUsedMs(): number {
    return this.#lastUsedMs;
  }

  get isAvailable(): boolean {
    return (this.#state === "idle" || this.#state === "frozen") && !this.#retired && !this.#process?.hasEnded;
  }

  /** Marks an idle environment as taken before anything is awaited, so that no second event can get it. */
  take(): void {
    this.#cancelIdleTimers();
    this.#enter("busy");
  }

  /** @throws for faults of the driver alone. */
  async serve(request: InvocationRequest, tell: Tell): Promise<InvocationReport> {
    const cold = this.#process === undefined;
    const log = (message: string) => tell({ timestampMs: this.ports.clock.nowMs(), message });
    let initDurationMs: number | undefined;
    let phases: { bootUs?: number; initUs?: number } = {};
    let served: Served | undefined;
    let spentMs = 0;

    if (cold) {
      log(initStartLine(this.spec.runtime, this.ports.runtime.version, this.spec.region));
      let init = await this.#initialise(INIT_LIMIT_MS, tell);
      if (init.kind === "ready") initDurationMs = init.durationMs;
      else {
        log(initReportLine(init.durationMs, "init", failureStatus(init.failure, this.spec.runtime)));
        // AWS tries once more inside the invocation, under the function's own timeout.
        if (!this.#closing) init = await this.#initialise(this.spec.timeoutMs, tell);
        spentMs = Math.min(init.durationMs, this.spec.timeoutMs);
        if (init.kind === "failed") {
          log(initReportLine(init.durationMs, "invoke", failureStatus(init.failure, this.spec.runtime)));
          served = { ...this.#told(init.failure, request), ms: spentMs };
        }
      }
      phases = { bootUs: init.bootUs, initUs: init.initUs };
      if (init.kind === "failed") await this.#samplePeak(init.process, true);
      else {
        await init.process.applyCpuShare();
        await init.process.output.readPending();
        if (this.#state !== "busy" && this.#state !== "gone") this.#enter("busy");
      }
    } else {
      await this.#thaw();
      this.#process!.output.attach(tell);
    }

    log(startLine(request.requestId, this.spec.functionVersion));
    const startedMs = this.ports.clock.monotonicMs();
    served ??= await this.#invoke(request, spentMs, cold);
    const invokeUs = Math.round((this.ports.clock.monotonicMs() - startedMs) * 1000);
    if (served.line !== undefined) log(served.line);
    log(endLine(request.requestId));

    const durationMs = twoDecimals(served.ms);
    const initMs = initDurationMs === undefined ? undefined : twoDecimals(initDurationMs);
    const report: InvocationReport = {
      outcome: this.#closing ? closedOutcome : served.outcome,
      environmentId: this.id,
      logStreamName: this.logStreamName,
      coldStart: cold,
      durationMs,
      billedDurationMs: Math.max(1, Math.ceil(durationMs + (initMs ?? 0))),
      ...(initMs === undefined ? {} : { initDurationMs: initMs }),
      maxMemoryUsedMb: served.outcome.kind === "outOfMemory" ? this.spec.memoryMb : this.#peakMb,
      phases: { ...phases, invokeUs: served.ms === 0 ? 0 : Math.min(invokeUs, Math.round(served.ms * 1000)) },
    };
    log(reportLine(request.requestId, { ...report, memoryMb: this.spec.memoryMb }, served.status));
    this.#settle();
    return report;
  }

  /** Idle: ends now. Busy: ends once its invocation is over. */
  retire(): void {
    this.#retired = true;
    if (this.#state === "idle" || this.#state === "frozen") this.#end();
  }

  /** Ends whatever it is doing; settles when its processes are gone. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#retired = true;
    const process = this.#process;
    this.#end();
    process?.kill();
    await process?.ended;
  }

  async #initialise(limitMs: number, tell: Tell): Promise<InitResult> {
    if (this.#state !== "booting") this.#enter("booting");
    const result = await initialise(this.ports, {
      spec: this.spec,
      logStreamName: this.logStreamName,
      limitMs,
      tell,
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
    return result;
  }

  async #invoke(request: InvocationRequest, spentMs: number, cold: boolean): Promise<Served> {
    const { clock } = this.ports;
    const process = this.#process!;
    const limitMs = this.spec.timeoutMs;
    const remainingMs = Math.max(0, limitMs - spentMs);
    const startedMs = clock.monotonicMs();
    process.send(encodeInvoke(request, Math.round(clock.nowMs() + remainingMs)));
    const event = await process.next(remainingMs);
    const ms = Math.min(limitMs, spentMs + clock.monotonicMs() - startedMs);

    if (event.kind === "deadline") {
      await process.killAndWait();
      await this.#samplePeak(process, true);
      return { ...this.#told({ kind: "timedOut" }, request), ms: limitMs };
    }
    if (event.kind === "ended") {
      await this.#samplePeak(process, true);
      return { ...this.#told({ kind: "ended", end: event.end }, request), ms };
    }
    const { message } = event;
    if ("requestId" in message && message.requestId === request.requestId) {
      await this.#samplePeak(process, cold);
      if (message.kind === "error" && message.fatal) return this.#fatal(message, request, process, ms);
      await process.output.finishInvocation(request.requestId);
      return { ...answerOutcome(message), ms };
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
    return tellFailure(failure, {
      requestId: request.requestId,
      runtime: this.spec.runtime,
      timeoutMs: this.spec.timeoutMs,
      memoryMb: this.spec.memoryMb,
      nowMs: this.ports.clock.nowMs(),
    });
  }

  async #thaw(): Promise<void> {
    if (!this.#freezing) return;
    await this.#freezing;
    this.#freezing = undefined;
    await this.#process!.thaw();
  }

  /** After an invocation: back to idle, or away when its process is gone or it was retired meanwhile. */
  #settle(): void {
    if (this.#state === "gone") return;
    if (this.#state !== "busy" || this.#retired || this.#process?.isEnding) {
      this.#end();
      return;
    }
    this.#enter("idle");
    this.#lastUsedMs = this.ports.clock.monotonicMs();
    const { clock, idleMs } = this.ports;
    const cancelFreeze = clock.schedule(FREEZE_AFTER_MS, () => this.#freeze());
    const cancelReap = clock.schedule(idleMs, () => this.#end());
    this.#cancelIdleTimers = () => {
      cancelFreeze();
      cancelReap();
    };
  }

  #freeze(): void {
    this.#enter("frozen");
    // A driver that fails to stop an idle environment has lost it; the next event gets another one.
    this.#freezing = this.#process!.freeze().catch(() => this.#end());
  }

  #end(): void {
    if (this.#state === "gone") return;
    this.#cancelIdleTimers();
    this.#enter("gone");
    this.#process?.kill();
    this.ports.onGone(this);
  }

  async #samplePeak(process: RuntimeProcess, always: boolean): Promise<void> {
    const nowMs = this.ports.clock.monotonicMs();
    if (!always && nowMs - this.#peakReadMs < PEAK_SAMPLE_MS) return;
    const bytes = await process.peakMemoryBytes();
    if (bytes === undefined) return;
    this.#peakReadMs = nowMs;
    this.#peakMb = Math.min(this.spec.memoryMb, Math.max(this.#peakMb, Math.ceil(bytes / BYTES_PER_MB)));
  }

  #enter(state: EnvironmentState): void {
    assertTransition(this.#state, state);
    this.#state = state;
    this.#sinceMs = this.ports.clock.nowMs();
  }
}

const closedOutcome: Outcome = {
  kind: "sandboxFault",
  message: "The server was shut down while the function was running.",
};

function answerOutcome(message: { kind: string; errorType?: string; payload?: Uint8Array }): Omit<Served, "ms"> {
  const status = { kind: "success" } as const;
  const payload = message.payload ?? new Uint8Array();
  if (message.kind === "response") return { outcome: { kind: "succeeded", payload }, status };
  if (message.kind === "error") {
    return { outcome: { kind: "functionError", errorType: message.errorType ?? "", payload }, status };
  }
  return {
    outcome: { kind: "responseTooLarge", limitBytes: RESPONSE_LIMIT_BYTES, payload: responseTooLargePayload() },
    status: { kind: "error", errorType: "Function.ResponseSizeTooLarge" },
  };
}

const twoDecimals = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;

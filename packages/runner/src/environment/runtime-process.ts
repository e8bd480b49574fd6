import type { Socket } from "node:net";
import { type Clock, scheduleAfterReading, systemClock } from "../clock.ts";
import { PostponedTimer } from "../postponed-timer.ts";
import type { InvocationRequest } from "../runner.port.ts";
import { serveRuntimeApi } from "../runtime-api/runtime-api-server.ts";
import { RuntimeApiSession } from "../runtime-api/runtime-api-session.ts";
import type { Sandbox, SandboxAssignment, SandboxDriver, SandboxExit, SandboxStart } from "../sandbox/sandbox.port.ts";
import {
  type ControlMessage,
  decodeControlMessage,
  encodeInit,
  encodeInvoke,
  encodePrepare,
  type InitMessage,
  type ResponsePart,
} from "../wire/control-messages.ts";
import type { Frame } from "../wire/frame.ts";
import { FrameDecoder } from "../wire/frame-decoder.ts";
import { ControlChannelError } from "../wire/protocol-error.ts";
import { writeAtOnce } from "../wire/write-at-once.ts";
import type { BootRecipe } from "./boot-recipe.ts";
import { type EnvironmentIdentity, SandboxEndpoints } from "./endpoints.ts";
import { runtimeExitOf } from "./exit-description.ts";
import { FunctionOutput } from "./function-output.ts";
import { RUNTIME_API_PORT } from "./process-environment.ts";
import type { ProcessEnd, ProcessEvent } from "./process-event.ts";
import type { ResponseReceiver } from "./response-receiver.ts";

/** The end of the control channel normally is the end of the process; one that lives on without it is ended. */
const EXIT_GRACE_MS = 1000;
/** What an ended process wrote last still lies in the channel when its exit is told. */
const CONTROL_DRAIN_MS = 100;
const KILL_WAIT_MS = 250;

/**
 * One runtime process in its sandbox: sends frames, hands out its answers one at a time, tells how it ended. Whatever the
 * process does to its file descriptors ends in a `ProcessEvent`, never in a throw.
 */
export class RuntimeProcess {
  readonly output: FunctionOutput;
  /** Settles when everything the process wrote has been read and the sandbox is gone. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  #decoder = new FrameDecoder();
  #controlError: ControlChannelError | undefined;
  #lostControl: ControlChannelError | undefined;
  #arrived: ControlMessage | undefined;
  #receiver: ResponseReceiver | undefined;
  /** Nothing is read from the process while the reader of its response is busy with a part. */
  #isHeldUp = false;
  /** Whatever still comes on the control channel is of no use to anybody. */
  #skipsRest = false;
  #heldChunks: Buffer[] = [];
  #onReaderReady = () => {};
  #hasExited = false;
  #end: ProcessEnd | undefined;
  #wake: (() => void) | undefined;
  /** Of what is waited for; called when its time is over. */
  #onLate: (() => void) | undefined;
  readonly #deadlineTimer: PostponedTimer;
  /** The first answer may come before anyone asks for it. */
  #expecting = true;
  #killed = false;
  #peakBytes: number | undefined;
  #boot: Promise<ProcessEvent> | undefined;
  /** It was told its function. The launcher of a custom runtime then becomes a program that has no descriptor 3. */
  #hasFunction = false;
  /** Called when the process is gone, wanted or not. */
  onEnd = (): void => undefined;

  private constructor(
    private readonly sandbox: Sandbox,
    private readonly clock: Clock,
    private readonly endpoints: SandboxEndpoints,
    private readonly api: RuntimeApiSession | undefined,
  ) {
    this.output = new FunctionOutput(sandbox, clock);
    this.#deadlineTimer = new PostponedTimer(clock, () => {
      const onLate = this.#onLate;
      // An answer that came in time may still lie in the channel after a stall of the host: it is read first.
      setImmediate(() => onLate === this.#onLate && onLate?.());
    });
    const controlClosed = new Promise<void>((resolve) => sandbox.control.once("close", resolve));
    sandbox.control.on("data", (chunk: Buffer) => this.#onData(chunk));
    sandbox.control.on("error", () => sandbox.control.destroy());
    sandbox.control.on("end", () => sandbox.control.destroy());
    void controlClosed.then(() => systemClock.schedule(EXIT_GRACE_MS, () => this.#onLostControl()));
    this.ended = this.#watchExit(controlClosed);
  }

  /** @throws whatever the driver throws: a fault of the host. */
  static async start(
    driver: SandboxDriver,
    recipe: Pick<BootRecipe, "start" | "endpoints" | "speaksRuntimeApi">,
    clock: Clock,
    given: Pick<SandboxStart, "assignment" | "temporaryFiles"> = {},
  ): Promise<RuntimeProcess> {
    // No connection is taken before the function is in place, and so after `started` is.
    let started: RuntimeProcess;
    const api = recipe.speaksRuntimeApi
      ? new RuntimeApiSession({
          tell: (message) => started.#read(() => started.#receive(message)),
          take: (part) => started.#takePart(part),
        })
      : undefined;
    const endpoints = new SandboxEndpoints([
      ...recipe.endpoints,
      ...(api ? [{ port: RUNTIME_API_PORT, onConnection: (socket: Socket) => serveRuntimeApi(socket, api) }] : []),
    ]);
    const { listeners } = endpoints;
    const sandbox = await driver.start({
      ...recipe.start,
      ...given,
      ...(listeners ? { listeners } : {}),
    });
    started = new RuntimeProcess(sandbox, clock, endpoints, api);
    return started;
  }

  /** Its first answer, whoever asks and how often: a spare is waited for by the pool and by the environment it becomes. */
  async booted(withinMs: number): Promise<ProcessEvent> {
    this.#boot ??= this.next(Number.MAX_SAFE_INTEGER);
    let cancel = () => {};
    const deadline = new Promise<ProcessEvent>((resolve) => {
      cancel = scheduleAfterReading(this.clock, withinMs, () => resolve({ kind: "deadline" }));
    });
    return await Promise.race([this.#boot, deadline]).finally(cancel);
  }

  /** Brings the function to a process that was started without one. @throws for faults of the host. */
  async assign(assignment: SandboxAssignment): Promise<void> {
    await this.#unlessEnded(() => this.sandbox.assign(assignment));
  }

  /** /tmp, to outlive the process; undefined where the driver can't have that. */
  holdTemporaryFiles() {
    return this.sandbox.holdTemporaryFiles?.();
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Has one that waits for its function get ready for any; too late once it has one. */
  prepare(environment: Readonly<Record<string, string>>): void {
    if (!this.#hasFunction && !this.api) this.#send(encodePrepare(environment));
  }

  /** Brings the function to life; from now on it can reach the endpoints. */
  init(message: InitMessage, identity: EnvironmentIdentity): void {
    this.endpoints.identify(identity);
    this.#hasFunction = true;
    this.#expecting = true;
    this.#send(encodeInit(message));
  }

  /**
   * @param deadlineMs epoch milliseconds
   * @param receiver takes the parts of the answer, should it come in parts.
   */
  invoke(request: InvocationRequest, deadlineMs: number, receiver: ResponseReceiver): void {
    this.#expecting = true;
    this.#receiver = receiver;
    if (this.api) this.api.give({ request, deadlineMs });
    else this.#send(encodeInvoke(request, deadlineMs));
  }

  #send(frame: Buffer): void {
    const { control } = this.sandbox;
    if (!control.destroyed && control.writable) writeAtOnce(control, frame);
  }

  /** The next answer, the end of the process, or the deadline: what comes first. Leaves the process as it is. */
  next(withinMs: number): Promise<ProcessEvent> {
    return new Promise((resolve) => {
      const settle = (event: ProcessEvent | undefined) => {
        if (!event) return;
        this.#wake = undefined;
        this.#onLate = undefined;
        this.#deadlineTimer.clear();
        resolve(event);
      };
      this.#onLate = () => settle(this.#takeEvent() ?? this.#deadline());
      this.#deadlineTimer.set(withinMs);
      this.#wake = () => settle(this.#takeEvent());
      this.#wake();
    });
  }

  /** True once the process is gone or on its way. */
  get isEnding(): boolean {
    return this.#killed || this.hasEnded;
  }

  kill(): void {
    if (!this.isEnding) void this.peakMemoryBytes();
    this.#killed = true;
    this.sandbox.kill();
    if (this.#isHeldUp) this.#skipRest();
  }

  /** True when the process ended within that time by itself. */
  async waitForEnd(withinMs: number): Promise<boolean> {
    let cancel = () => {};
    const late = new Promise<boolean>((resolve) => {
      cancel = scheduleAfterReading(systemClock, withinMs, () => resolve(false));
    });
    const inTime = await Promise.race([this.ended.then(() => true), late]);
    cancel();
    return inTime;
  }

  /**
   * Ends the process and waits until its last lines are read. Removing what a large sandbox held on the host can take
   * longer; then the caller isn't kept waiting, and nothing is read any more.
   */
  async killAndWait(): Promise<void> {
    this.kill();
    if (!(await this.waitForEnd(KILL_WAIT_MS))) await this.output.finishProcess();
  }

  /** Bytes held now, pages that others share counted by share. */
  async memoryBytes(): Promise<number> {
    return await this.sandbox.memoryBytes();
  }

  async applyCpuShare(): Promise<void> {
    await this.#unlessEnded(() => this.sandbox.applyCpuShare());
  }

  async freeze(): Promise<void> {
    await this.#unlessEnded(() => this.sandbox.freeze());
  }

  async thaw(): Promise<void> {
    await this.#unlessEnded(() => this.sandbox.thaw());
  }

  /** Bytes; the last known figure when the sandbox is gone already. */
  async peakMemoryBytes(): Promise<number | undefined> {
    this.#peakBytes = await this.sandbox.peakMemoryBytes().catch(() => this.#peakBytes);
    return this.#peakBytes;
  }

  /** What came first is told first: an answer counts even when garbage follows it. */
  #takeEvent(): ProcessEvent | undefined {
    if (this.#arrived) {
      const message = this.#arrived;
      this.#arrived = undefined;
      return { kind: "message", message };
    }
    return this.#end ? { kind: "ended", end: this.#end } : undefined;
  }

  /** A process that ended by itself while its reader was busy has ended in time; its last parts are let go. */
  #deadline(): ProcessEvent | undefined {
    if (!this.#hasExited || !this.#isHeldUp) return { kind: "deadline" };
    this.#skipRest();
    return undefined;
  }

  /** Reads on, so that the channel can close. */
  #skipRest(): void {
    this.#skipsRest = true;
    this.#heldChunks = [];
    this.sandbox.control.resume();
    this.#onReaderReady();
  }

  #onData(chunk: Buffer): void {
    if (this.#controlError || this.#skipsRest) return;
    if (this.#isHeldUp) {
      // Node.js itself lets the channels of an ended process flow; what they can hold is little.
      this.#heldChunks.push(chunk);
      this.sandbox.control.pause();
      return;
    }
    this.#read(() => this.#takeFrames(this.#decoder.push(chunk), 0));
  }

  #takeFrames(frames: readonly Frame[], from: number): void {
    for (let index = from; index < frames.length; index++) {
      const message = decodeControlMessage(frames[index]!);
      if (message.kind === "responseStart" || message.kind === "responseChunk") {
        this.#assertExpecting(message);
        const taken = this.#takePart(message);
        if (taken === undefined) continue;
        if (taken === "full") {
          this.#skipRest();
          this.#arrived = { kind: "responseTooLarge", requestId: message.requestId, isQuiet: false };
        } else this.#holdUp(taken, () => this.#takeFrames(frames, index + 1));
        return;
      }
      this.#receive(message);
    }
  }

  /** @throws ControlChannelError for a message that can't come now. */
  #receive(message: ControlMessage): void {
    this.#assertExpecting(message);
    if (message.kind === "ready" && !this.endpoints.areOpen) {
      throw new ControlChannelError("the runtime was ready before it had opened its ports");
    }
    this.#expecting = false;
    this.#arrived = message;
  }

  #assertExpecting({ kind }: ControlMessage): void {
    if (!this.#expecting) throw new ControlChannelError(`an answer (${kind}) came that nobody asked for`);
  }

  #takePart(part: ResponsePart): ReturnType<ResponseReceiver["take"]> {
    if (!this.#receiver) throw new ControlChannelError(`an answer (${part.kind}) came that nobody asked for`);
    return this.#receiver.take(part);
  }

  #holdUp(busy: Promise<void>, goOn: () => void): void {
    const { control } = this.sandbox;
    this.#isHeldUp = true;
    control.pause();
    void busy.then(() => {
      this.#isHeldUp = false;
      if (!this.#controlError && !this.#skipsRest) this.#read(goOn);
      while (!this.#isHeldUp && this.#heldChunks.length > 0) this.#onData(this.#heldChunks.shift()!);
      if (!this.#isHeldUp) control.resume();
      this.#onReaderReady();
    });
  }

  #read(take: () => void): void {
    try {
      take();
    } catch (error) {
      if (!(error instanceof ControlChannelError)) throw error;
      this.failControl(error);
    }
    this.#wake?.();
  }

  /** Ends the environment for what it wrote on the control channel. */
  failControl(error: ControlChannelError): void {
    this.#controlError ??= error;
    this.kill();
  }

  #onLostControl(): void {
    if (this.#end || (this.api && this.#hasFunction)) return;
    this.#lostControl = this.#decoder.end() ?? new ControlChannelError("file descriptor 3 was closed");
    this.kill();
  }

  async #watchExit(controlClosed: Promise<void>): Promise<ProcessEnd> {
    const exit: SandboxExit = await this.sandbox.exited.catch(() => ({
      exitCode: null,
      signal: "SIGKILL" as const,
      oomKilled: false,
    }));
    this.#hasExited = true;
    for (;;) {
      await Promise.race([
        controlClosed,
        new Promise<void>((resolve) => scheduleAfterReading(systemClock, CONTROL_DRAIN_MS, resolve)),
      ]);
      if (!this.#isHeldUp || this.#skipsRest) break;
      // What lies in the channel is the reader's, however slow: it is little, and the invocation's time goes on.
      await new Promise<void>((resolve) => {
        this.#onReaderReady = resolve;
      });
    }
    this.sandbox.control.destroy();
    await this.output.finishProcess();
    const runtimeExit = runtimeExitOf(exit);
    const killed = runtimeExit.signal === "SIGKILL";
    const controlError = this.#controlError ?? (killed && !exit.oomKilled ? this.#lostControl : undefined);
    const heapExhausted = this.output.heapExhausted && runtimeExit.signal === "SIGABRT";
    this.#end = {
      ...runtimeExit,
      outOfMemory: (exit.oomKilled && killed) || heapExhausted,
      ...(controlError ? { controlError } : {}),
      ...(exit.hostFault === undefined ? {} : { hostFault: exit.hostFault }),
    };
    this.#wake?.();
    this.#deadlineTimer.stop();
    this.onEnd();
    return this.#end;
  }

  /** A process that ended meanwhile can't be frozen or limited, and needn't be. */
  async #unlessEnded(action: () => Promise<void>): Promise<void> {
    if (this.#end) return;
    try {
      await action();
    } catch (error) {
      const gone = await Promise.race([
        this.ended.then(() => true),
        new Promise<boolean>((resolve) => systemClock.schedule(CONTROL_DRAIN_MS, () => resolve(false))),
      ]);
      if (!gone) throw error;
    }
  }
}

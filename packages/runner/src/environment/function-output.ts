import type { Readable } from "node:stream";
import { type Clock, scheduleAfterReading, systemClock } from "../clock.ts";
import type { LogLine } from "../runner.port.ts";
import { LineSplitter } from "../wire/line-splitter.ts";
import { LogPipeDecoder } from "../wire/log-pipe.ts";

/** What one invocation may print; the rest is dropped, counted and read slowly. */
export const OUTPUT_LIMIT_BYTES = 8 * 1024 * 1024;
/** Kept of what an environment prints between two invocations; it is told at the start of the next one. */
const BACKLOG_LIMIT_BYTES = 65_536;
/** Pause after each chunk past the limit: about 12 MB/s, at which a flood costs the host next to nothing. */
const FLOOD_PAUSE_MS = 5;
/** How long the end marker on fd 4 is waited for; it only is missing when user code closed or filled that descriptor. */
const END_MARKER_WAIT_MS = 50;
/** How long the pipes of an ended process are read; a process that fled the sandbox could hold them open for ever. */
const DRAIN_WAIT_MS = 100;

export interface OutputStreams {
  logs: Readable;
  stdout: Readable;
  stderr: Readable;
}

type LineListener = (line: LogLine) => void;

/** Turns what one runtime process prints (fd 1, 2 and 4) into log lines, within bounds that hold whatever it does. */
export class FunctionOutput {
  #listener: LineListener | undefined;
  #backlog: LogLine[] = [];
  #keptBytes = 0;
  #droppedLines = 0;
  #droppedBytes = 0;
  #decoder = new LogPipeDecoder();
  #splitters = { stdout: new LineSplitter(), stderr: new LineSplitter() };
  #endedRequestId: string | undefined;
  #onEndMarker: (() => void) | undefined;
  #draining = false;
  #open: Set<Readable>;
  #onAllClosed: (() => void) | undefined;
  #startedMs: number;

  /** True once V8 said that the heap limit was reached; its abort then is told as out of memory. */
  heapExhausted = false;

  constructor(
    private readonly streams: OutputStreams,
    private readonly clock: Clock,
  ) {
    this.#startedMs = clock.nowMs();
    this.#open = new Set([streams.logs, streams.stdout, streams.stderr]);
    this.#read(streams.logs, (chunk) => this.#onLogPipe(chunk));
    this.#read(streams.stdout, (chunk) => this.#onRaw("stdout", chunk));
    this.#read(streams.stderr, (chunk) => this.#onRaw("stderr", chunk));
  }

  /** Lines go to this listener from now on, first those that came while there was none. */
  attach(listener: LineListener): void {
    const backlog = this.#backlog;
    this.#backlog = [];
    this.#listener = listener;
    for (const line of backlog) listener(line);
    this.#tellDropped("64 KiB between two invocations");
    this.#keptBytes = 0;
    this.#endedRequestId = undefined;
  }

  /**
   * Waits until every line that was written before the answer has come, then lets go of the listener.
   * @param isQuiet the runtime wrote none; what else printed, a child process say, may have all the same
   */
  async finishInvocation(requestId: string, isQuiet: boolean): Promise<void> {
    this.#draining = true;
    if (this.#droppedLines > 0) for (const stream of this.#open) stream.resume();
    if (!isQuiet && this.#endedRequestId !== requestId && this.#open.has(this.streams.logs)) {
      await new Promise<void>((resolve) => {
        const cancel = scheduleAfterReading(systemClock, END_MARKER_WAIT_MS, resolve);
        this.#onEndMarker = () => {
          if (this.#endedRequestId !== requestId) return;
          cancel();
          resolve();
        };
      });
      this.#onEndMarker = undefined;
    }
    await this.readPending();
    this.#detach();
  }

  /** What was printed before an answer that we have seen lies in the kernel by now; one turn of the loop reads it. */
  readPending(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** Reads what an ended process left in its pipes, then lets go of the listener. */
  async finishProcess(): Promise<void> {
    this.#draining = true;
    for (const stream of this.#open) stream.resume();
    if (this.#open.size > 0) {
      await new Promise<void>((resolve) => {
        const cancel = scheduleAfterReading(systemClock, DRAIN_WAIT_MS, resolve);
        this.#onAllClosed = () => {
          cancel();
          resolve();
        };
      });
    }
    for (const stream of this.#open) stream.destroy();
    this.#detach();
  }

  #detach(): void {
    for (const stream of ["stdout", "stderr"] as const) {
      for (const line of this.#splitters[stream].flush()) this.#emit(this.clock.nowMs(), line);
    }
    this.#tellDropped("8 MiB in one invocation");
    this.#listener = undefined;
    this.#draining = false;
    this.#keptBytes = 0;
  }

  #read(stream: Readable, onData: (chunk: Buffer) => void): void {
    stream.on("data", (chunk: Buffer) => {
      onData(chunk);
      if (this.#draining || this.#droppedLines === 0) return;
      stream.pause();
      systemClock.schedule(FLOOD_PAUSE_MS, () => stream.resume());
    });
    // A broken pipe only says that the process is gone, which its exit tells better.
    stream.on("error", () => undefined);
    stream.on("close", () => {
      this.#open.delete(stream);
      if (stream === this.streams.logs) this.#onEndMarker?.();
      if (this.#open.size === 0) this.#onAllClosed?.();
    });
  }

  #onLogPipe(chunk: Buffer): void {
    for (const item of this.#decoder.push(chunk)) {
      if (item.kind === "message") this.#emit(this.#plausible(item.timestampMs), item.message);
      else if (item.kind === "raw") this.#onRaw(item.stream, item.bytes);
      else {
        this.#endedRequestId = item.requestId;
        this.#onEndMarker?.();
      }
    }
  }

  #onRaw(stream: "stdout" | "stderr", chunk: Buffer): void {
    for (const line of this.#splitters[stream].push(chunk)) {
      if (stream === "stderr" && line.includes("JavaScript heap out of memory")) this.heapExhausted = true;
      this.#emit(this.clock.nowMs(), line);
    }
  }

  #emit(timestampMs: number, message: string): void {
    const bytes = message.length;
    const limit = this.#listener ? OUTPUT_LIMIT_BYTES : BACKLOG_LIMIT_BYTES;
    // Each line costs more than its characters.
    if (this.#keptBytes + bytes + 32 > limit || this.#droppedLines > 0) {
      this.#droppedLines += 1;
      this.#droppedBytes += bytes;
      return;
    }
    this.#keptBytes += bytes + 32;
    const line = { timestampMs, message };
    if (this.#listener) this.#listener(line);
    else this.#backlog.push(line);
  }

  #tellDropped(limit: string): void {
    if (this.#droppedLines === 0) return;
    const message = `LAMBENT_WARNING: ${this.#droppedLines} log lines (${this.#droppedBytes} bytes) were dropped: the function printed more than ${limit}.`;
    this.#droppedLines = 0;
    this.#droppedBytes = 0;
    this.#listener?.({ timestampMs: this.clock.nowMs(), message });
  }

  /** The function's clock is its own; a line can't have been written before its process or after now. */
  #plausible(timestampMs: number): number {
    const nowMs = this.clock.nowMs();
    return timestampMs >= this.#startedMs && timestampMs <= nowMs ? timestampMs : nowMs;
  }
}

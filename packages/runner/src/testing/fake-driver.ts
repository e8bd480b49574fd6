import { Duplex, PassThrough } from "node:stream";
import type { Sandbox, SandboxDriver, SandboxExit } from "../sandbox/sandbox.port.ts";
import type { Frame } from "../wire/frame.ts";
import { FrameDecoder } from "../wire/frame-decoder.ts";

/** What stands in for the runtime: gets each frame of the host and may write whatever it likes on any descriptor. */
export type FakeRuntime = (frame: Frame | "start", inside: FakeInside) => void;

export interface FakeInside {
  control(bytes: Uint8Array): void;
  log(bytes: Uint8Array): void;
  print(bytes: Uint8Array): void;
  closeControl(): void;
  exit(exit?: Partial<SandboxExit>): void;
}

/** Sandboxes without processes, to put a host under any sequence of bytes and ends that a real one could send. */
export function createFakeDriver(runtime: FakeRuntime): SandboxDriver & { started: number; ended: number } {
  const running = new Set<Sandbox>();
  const driver = {
    name: "bwrap" as const,
    isolation: [],
    internetAccess: { available: true } as const,
    offersListeners: false,
    started: 0,
    ended: 0,
    async start(): Promise<Sandbox> {
      driver.started += 1;
      const sandbox = fakeSandbox(runtime, () => {
        driver.ended += 1;
        running.delete(sandbox);
      });
      running.add(sandbox);
      return sandbox;
    },
    canAssign: () => false,
    async close() {
      for (const sandbox of running) sandbox.kill();
    },
  };
  return driver;
}

function fakeSandbox(runtime: FakeRuntime, onEnd: () => void): Sandbox {
  const decoder = new FrameDecoder();
  const logs = new PassThrough();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const control = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, callback) {
      callback();
      for (const frame of decoder.push(chunk)) setImmediate(() => runtime(frame, inside));
    },
  });
  let settle: (exit: SandboxExit) => void = () => {};
  let ended = false;
  const exited = new Promise<SandboxExit>((resolve) => {
    settle = resolve;
  });
  const exit = (how: Partial<SandboxExit>) => {
    if (ended) return;
    ended = true;
    if (!control.destroyed) control.push(null);
    for (const stream of [logs, stdout, stderr]) stream.end();
    onEnd();
    settle({ exitCode: null, signal: null, oomKilled: false, ...how });
  };
  const inside: FakeInside = {
    control: (bytes) => !ended && !control.destroyed && control.push(Buffer.from(bytes)),
    log: (bytes) => !ended && logs.write(bytes),
    print: (bytes) => !ended && stdout.write(bytes),
    closeControl: () => !control.destroyed && control.push(null),
    exit: (how = { exitCode: 0 }) => exit(how),
  };
  setImmediate(() => runtime("start", inside));
  return {
    id: "fake",
    control,
    logs,
    stdout,
    stderr,
    exited,
    assign: async () => {},
    applyCpuShare: async () => {},
    memoryBytes: async () => 1,
    peakMemoryBytes: async () => 1,
    freeze: async () => {},
    thaw: async () => {},
    kill: () => exit({ signal: "SIGKILL" }),
  };
}

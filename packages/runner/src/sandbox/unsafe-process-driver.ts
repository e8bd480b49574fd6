import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Duplex, Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { killProcess } from "./cgroup-files.ts";
import { HostPaths } from "./host-paths.ts";
import { listMarkedProcesses } from "./marked-processes.ts";
import { MemoryWatchdog, type Watched } from "./memory-watchdog.ts";
import { listTree, peakResidentBytes } from "./process-tree.ts";
import type { IsolationFact, Sandbox, SandboxDriver, SandboxExit, SandboxStart } from "./sandbox.port.ts";
import { meterByProcesses } from "./sandbox-memory.ts";

const MIB = 1024 * 1024;
/** In the environment of every process of a sandbox, with its id: how they are found again. */
const MARKER = "LAMBENT_SANDBOX_ID";
/** A process that takes longer to die is stuck in the kernel. */
const LONGEST_WAIT_MS = 5_000;

const NO_ISOLATION: Readonly<Record<IsolationFact["what"], string>> = {
  processes: "ordinary processes of this machine; they are ended with the function unless they hide",
  files: "functions read and write whatever the server's user may",
  network: "functions reach whatever this machine reaches",
  "system calls": "none is refused",
  user: "functions run as the server's own user",
  memory: "looked at every 25 ms on Linux, not at all elsewhere; a process can evade it",
  cpu: "no quota",
  "process count": "no limit",
  "open files": "the server's own limit",
  "temporary storage": "the machine's own /tmp, shared by all functions, without a limit",
};

/** Ordinary child processes, for operators who ask for it: trusted code on a host that can't isolate. */
export function createUnsafeProcessDriver(): SandboxDriver {
  return new UnsafeProcessDriver();
}

class UnsafeProcessDriver implements SandboxDriver {
  readonly name = "unsafe-process";
  /** Its loopback is the host's own: each port exists once, and for everybody. */
  readonly offersListeners = false;
  readonly isolation = Object.entries(NO_ISOLATION).map(
    ([what, by]): IsolationFact => ({ what: what as IsolationFact["what"], enforced: false, by }),
  );
  /** As much as the server itself has, asked for or not. */
  readonly internetAccess = { available: true } as const;
  readonly #watchdog = new MemoryWatchdog();
  readonly #running = new Set<Sandbox>();
  #count = 0;
  #closed = false;

  async start(options: SandboxStart): Promise<Sandbox> {
    if (this.#closed) throw new Error("The sandbox driver is closed; no sandbox can be started any more.");
    const { assignment } = options;
    if (!assignment) throw new Error("A plain process can't be given its function after it has started.");
    if (options.listeners) throw new Error("A plain process has no ports of its own that it could listen on.");
    const id = `process-${process.pid}-${this.#count++}`;
    const paths = new HostPaths(options);
    const [program, ...args] = options.command.map((part) => paths.rewrite(part));
    const environment = Object.fromEntries(
      Object.entries(options.interpreterEnvironment).map(([name, value]) => [name, paths.rewrite(value)]),
    );
    const child = spawn(program!, args, {
      cwd: assignment.codeDirectory,
      // A session of its own: one signal reaches all that don't leave it.
      detached: true,
      env: {
        PATH: process.env.PATH,
        ...environment,
        LAMBENT_TASK_ROOT: assignment.codeDirectory,
        LAMBENT_RUNTIME_DIR: options.runtimeDirectory,
        ...(assignment.layersDirectory !== undefined && { LAMBENT_LAYERS_DIR: assignment.layersDirectory }),
        [MARKER]: id,
      },
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    });
    if (child.pid === undefined) throw (await once(child, "error"))[0];
    const sandboxMb = assignment.memoryMb + (assignment.interpreterMemoryMb ?? 0);
    const sandbox: UnsafeSandbox = new UnsafeSandbox(id, child, sandboxMb * MIB, this.#watchdog, () =>
      this.#running.delete(sandbox),
    );
    this.#running.add(sandbox);
    return sandbox;
  }

  /** Its folders are those of the host: nothing can appear in them later. */
  canAssign() {
    return false;
  }

  async close() {
    this.#closed = true;
    for (const sandbox of this.#running) sandbox.kill();
    await Promise.all([...this.#running].map((sandbox) => sandbox.exited));
  }
}

class UnsafeSandbox implements Sandbox {
  readonly id: string;
  readonly control: Duplex;
  readonly logs: Readable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exited: Promise<SandboxExit>;
  readonly #child: ChildProcess;
  readonly #watchdog: MemoryWatchdog;
  readonly #watched: Watched;
  #exceededMemory = false;
  #hasExited = false;

  constructor(id: string, child: ChildProcess, limitBytes: number, watchdog: MemoryWatchdog, released: () => void) {
    this.id = id;
    this.#child = child;
    this.#watchdog = watchdog;
    const streams = child.stdio as unknown as Duplex[];
    this.stdout = streams[1]!;
    this.stderr = streams[2]!;
    this.control = streams[3]!;
    this.logs = streams[4]!;
    // A reset by a dying process is told by `exited`; without a listener it would end the server.
    for (const stream of streams.slice(1)) stream.on("error", () => undefined);
    this.#watched = {
      meter: meterByProcesses(() => listTree(child.pid!)),
      limitBytes,
      peakBytes: 0,
      exceeded: () => {
        this.#exceededMemory = true;
        this.kill();
      },
    };
    watchdog.watch(this.#watched);
    const end = async (exitCode: number | null, signal: NodeJS.Signals | null) => {
      this.#hasExited = true;
      watchdog.unwatch(this.#watched);
      await this.#endAll().finally(released);
      return { exitCode, signal, oomKilled: this.#exceededMemory };
    };
    this.exited = new Promise((resolve, reject) => {
      child.once("exit", (exitCode, signal) => void end(exitCode, signal).then(resolve, reject));
    });
  }

  async assign() {
    throw new Error("A plain process has its function from the start.");
  }

  /** There is nothing to hold it to a share. */
  async applyCpuShare() {}

  async memoryBytes() {
    return this.#hasExited ? 0 : await this.#watched.meter.exactBytes();
  }

  async peakMemoryBytes() {
    if (!this.#hasExited) {
      this.#watched.peakBytes = Math.max(this.#watched.peakBytes, peakResidentBytes(listTree(this.#child.pid!)));
    }
    return Math.min(this.#watched.peakBytes, this.#watched.limitBytes);
  }

  async freeze() {
    this.#watchdog.unwatch(this.#watched);
    // Twice: between listing and stopping, a process may have started another.
    for (let round = 0; round < 2; round++) this.#signalAll("SIGSTOP");
  }

  async thaw() {
    if (!this.#hasExited) this.#watchdog.watch(this.#watched);
    this.#signalAll("SIGCONT");
  }

  kill() {
    if (!this.#hasExited) this.#signalAll("SIGKILL");
  }

  #processIds() {
    return listMarkedProcesses(this.#child.pid!, `${MARKER}=${this.id}`);
  }

  #signalAll(signal: NodeJS.Signals) {
    for (const processId of this.#processIds()) killProcess(processId, signal);
  }

  /** What the main process leaves behind ends with it, as in a process namespace. */
  async #endAll() {
    const deadline = Date.now() + LONGEST_WAIT_MS;
    while (this.#processIds().length > 0 && Date.now() < deadline) {
      this.#signalAll("SIGKILL");
      await delay(2);
    }
  }
}

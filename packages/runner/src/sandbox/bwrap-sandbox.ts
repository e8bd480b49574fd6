import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";
import type { Duplex, Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { ControlGroup } from "./cgroup.port.ts";
import { killProcess } from "./cgroup-files.ts";
import type { FunctionFolder } from "./function-folders.ts";
import type { InternetLink } from "./internet/internet-link.ts";
import type { MemoryWatchdog, Watched } from "./memory-watchdog.ts";
import { isRunning, listTree, type ProcessPlace, peakResidentBytes, readProcessPlace } from "./process-tree.ts";
import type { Sandbox, SandboxAssignment, SandboxExit, SandboxLimits } from "./sandbox.port.ts";
import { meterByControlGroup, meterByProcesses } from "./sandbox-memory.ts";
import type { SandboxSlot } from "./sandbox-slots.ts";

const MIB = 1024 * 1024;
/** Page tables, sockets and other kernel memory charged to the group beside what the function itself uses. */
const KERNEL_MEMORY_BYTES = 16 * MIB;
/** bwrap outside, and bwrap as the first process inside. */
const OWN_PROCESSES = 2;
/** AWS gives one vCPU's worth of time at 1,769 MB. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MB_PER_CORE = 1_769;

/** One bwrap process and all that runs below it. */
export class BwrapSandbox implements Sandbox {
  readonly id: string;
  readonly control: Duplex;
  readonly logs: Readable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exited: Promise<SandboxExit>;
  readonly #child: ChildProcess;
  readonly #group: ControlGroup | undefined;
  readonly #folder: FunctionFolder | undefined;
  readonly #link: InternetLink | undefined;
  readonly #limits: SandboxLimits;
  readonly #watchdog: MemoryWatchdog;
  readonly #watched: Watched;
  /** The first process inside, as the host numbers it; its end is the end of the process namespace. */
  #init: ProcessPlace | undefined;
  readonly #hasInitProcess: Promise<void>;
  /** Undefined until the sandbox is for a function; only from then on it runs what it could be ended for. */
  #memoryMb: number | undefined;
  #exceededMemory = false;
  #hostFault: string | undefined;
  #hasExited = false;

  /** @param release gives back the slot and the folder once its processes are gone. */
  constructor(
    { id, shell, group, link }: SandboxSlot & { link?: InternetLink },
    folder: FunctionFolder | undefined,
    limits: SandboxLimits,
    watchdog: MemoryWatchdog,
    release: () => Promise<void>,
  ) {
    this.id = id;
    this.#child = shell.child;
    this.#group = group;
    this.#folder = folder;
    this.#link = link;
    this.#limits = limits;
    this.#watchdog = watchdog;
    this.control = shell.control;
    this.logs = shell.logs;
    this.stdout = shell.child.stdout!;
    this.stderr = shell.child.stderr!;
    this.#hasInitProcess = this.#readStatus(shell.status);
    this.#watched = {
      meter: this.#group
        ? meterByControlGroup(this.#group, () => this.#init?.processId)
        : meterByProcesses(shell.child.pid!),
      limitBytes: 0,
      peakBytes: 0,
      exceeded: () => {
        this.#exceededMemory = true;
        this.kill();
      },
    };
    this.exited = new Promise((resolve, reject) => {
      shell.child.once("exit", (code, signal) => void this.#end(code, signal, release).then(resolve, reject));
    });
  }

  /** Waits for its Internet access, if it is to have that. @throws why it can't be had; the sandbox has ended then. */
  async connect() {
    if (!this.#link) return;
    try {
      await this.#hasInitProcess;
      if (!this.#init) throw new Error("the sandbox ended before");
      await this.#link.connect(this.#child.pid!, this.#init.processId);
    } catch (error) {
      this.kill();
      await this.exited;
      throw new Error(`A sandbox couldn't be given Internet access: ${(error as Error).message}.`);
    }
    void this.#link.ended.then((why) => {
      if (this.#hasExited) return;
      this.#hostFault = `The sandbox lost its Internet access: ${why}.`;
      this.kill();
    });
  }

  async assign(assignment: SandboxAssignment) {
    if (!this.#folder || this.#memoryMb !== undefined)
      throw new Error(`The sandbox ${this.id} is for a function already.`);
    if (this.#hasExited) return;
    this.limit(assignment.memoryMb);
    await this.#folder.hold(assignment);
  }

  limit(memoryMb: number) {
    this.#memoryMb = memoryMb;
    this.#group?.limit({
      memoryBytes: (memoryMb + this.#limits.ephemeralStorageMb) * MIB + KERNEL_MEMORY_BYTES,
      processes: this.#limits.processes + OWN_PROCESSES,
    });
    this.#watched.limitBytes = memoryMb * MIB;
    this.#watchdog.watch(this.#watched);
  }

  async applyCpuShare() {
    if (this.#hasExited || this.#memoryMb === undefined) return;
    for (const group of [this.#group, this.#link?.group]) group?.limitCpu(this.#memoryMb / MB_PER_CORE);
  }

  async memoryBytes() {
    return this.#hasExited ? 0 : await this.#watched.meter.exactBytes();
  }

  /**
   * The most that the living processes have held at a time (VmHWM, the interpreter's shared pages counted once), or the
   * most that was seen of all processes together: close to AWS's "Max Memory Used", which counts the runtime as well.
   * Not the group's own maximum, which includes page cache and files in /tmp. Never more than the function's memory.
   */
  async peakMemoryBytes() {
    if (!this.#hasExited) {
      this.#watched.peakBytes = Math.max(this.#watched.peakBytes, peakResidentBytes(this.#processIds()));
    }
    return Math.min(this.#watched.peakBytes, this.#watched.limitBytes);
  }

  async freeze() {
    if (this.#hasExited) return;
    this.#watchdog.unwatch(this.#watched);
    if (this.#group) {
      await Promise.all([this.#group.freeze(), this.#link?.group?.freeze()]);
      return;
    }
    // Twice: between listing and stopping, a process may have started another.
    for (let round = 0; round < 2; round++) this.#signalInside("SIGSTOP");
  }

  async thaw() {
    if (this.#hasExited) return;
    if (this.#memoryMb !== undefined) this.#watchdog.watch(this.#watched);
    if (this.#group) {
      await Promise.all([this.#link?.group?.thaw(), this.#group.thaw()]);
      return;
    }
    this.#signalInside("SIGCONT");
  }

  kill() {
    if (this.#hasExited) return;
    this.#child.kill("SIGKILL");
    this.#endInside();
  }

  /** bwrap's own end brings this about as well, but that rests on a process inside. */
  #endInside() {
    this.#group?.kill();
    if (this.#isInitRunning()) killProcess(this.#init!.processId);
  }

  /** By the time it was started as well: its number may be another process' by now. */
  #isInitRunning(): boolean {
    const init = this.#init;
    if (!init || readProcessPlace(init.processId)?.startTicks !== init.startTicks) return false;
    return isRunning(init.processId);
  }

  #processIds() {
    return this.#group?.processIds() ?? listTree(this.#child.pid!);
  }

  #signalInside(signal: NodeJS.Signals) {
    for (const processId of listTree(this.#child.pid!).slice(1)) killProcess(processId, signal);
  }

  #readStatus(status: Readable): Promise<void> {
    let text = "";
    return new Promise((resolve) => {
      status.once("close", resolve);
      status.setEncoding("latin1").on("data", (chunk: string) => {
        text += chunk;
        this.#init ??= readProcessPlace(Number(/"child-pid": (\d+)/.exec(text)?.[1]));
        if (this.#init === undefined) return;
        resolve();
        if (this.#child.killed || this.#hasExited) this.#endInside();
      });
    });
  }

  async #end(code: number | null, signal: NodeJS.Signals | null, release: () => Promise<void>): Promise<SandboxExit> {
    this.#hasExited = true;
    this.#watchdog.unwatch(this.#watched);
    const oomKilled = this.#exceededMemory || (this.#group?.oomKills() ?? 0) > 0;
    if (oomKilled) this.#watched.peakBytes = this.#watched.limitBytes;
    // Gone before anybody asked: what was charged, though that counts some page cache and /tmp as well.
    this.#watched.peakBytes ||= this.#group?.peakChargedBytes() ?? 0;
    this.#endInside();
    // The namespace's first process goes last, after all others; only then may its host user serve another sandbox.
    while (this.#isInitRunning()) await delay(1);
    await release();
    const hostFault = oomKilled ? undefined : this.#hostFault;
    return { ...translateExit(code, signal), oomKilled, ...(hostFault === undefined ? {} : { hostFault }) };
  }
}

/** Signals that end a process by default: what bwrap reports as 128 + number. */
const FATAL_SIGNALS: readonly NodeJS.Signals[] = [
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGILL",
  "SIGTRAP",
  "SIGABRT",
  "SIGBUS",
  "SIGFPE",
  "SIGKILL",
  "SIGUSR1",
  "SIGSEGV",
  "SIGUSR2",
  "SIGPIPE",
  "SIGALRM",
  "SIGTERM",
  "SIGSYS",
];

/**
 * bwrap ends with 128 + n when the command was ended by signal n. A command that itself exits with such a code (which by
 * custom means the same) can't be told apart.
 */
function translateExit(
  exitCode: number | null,
  signal: NodeJS.Signals | null,
): Pick<SandboxExit, "exitCode" | "signal"> {
  if (exitCode === null) return { exitCode, signal };
  const inner = FATAL_SIGNALS.find((name) => 128 + constants.signals[name] === exitCode);
  return inner ? { exitCode: null, signal: inner } : { exitCode, signal: null };
}

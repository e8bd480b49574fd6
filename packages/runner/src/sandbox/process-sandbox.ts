import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Duplex, Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { ControlGroup } from "./cgroup.port.ts";
import { killProcess } from "./cgroup-files.ts";
import type { CpuWatchdog, Throttled } from "./cpu-watchdog.ts";
import type { FunctionFolder } from "./function-folders.ts";
import type { InternetLink } from "./internet/internet-link.ts";
import { translateExit } from "./launcher-exit.ts";
import { ListenerIntake } from "./listener-intake.ts";
import type { MemoryWatchdog, Watched } from "./memory-watchdog.ts";
import {
  isAtRest,
  isRunning,
  listAncestors,
  listTree,
  type ProcessPlace,
  peakResidentBytes,
  proportionalBytes,
  readProcessPlace,
} from "./process-tree.ts";
import type { Sandbox, SandboxAssignment, SandboxExit, SandboxLimits, SandboxListeners } from "./sandbox.port.ts";
import type { SandboxLauncher } from "./sandbox-launcher.ts";
import { memoryFileSystemsOf, meterOf } from "./sandbox-memory.ts";
import type { SandboxSlot } from "./sandbox-slots.ts";
import type { HeldTemporaryFiles, TemporaryFilesKeeper, TemporaryPlace } from "./temporary-files.ts";

const MIB = 1024 * 1024;
/** Page tables, sockets and other kernel memory charged to the group beside what the function itself uses. */
const KERNEL_MEMORY_BYTES = 16 * MIB;
/** AWS gives one vCPU's worth of time at 1,769 MB. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const MB_PER_CORE = 1_769;
/** A launcher that hasn't stopped by then waits for something in the kernel that no signal interrupts. */
const LONGEST_STOP_MS = 1_000;

export interface ProcessSandboxOptions {
  slot: SandboxSlot;
  /** For a sandbox that will be given its function later. */
  folder: FunctionFolder | undefined;
  /** For a sandbox with Internet access. */
  link: InternetLink | undefined;
  limits: SandboxLimits;
  launcher: SandboxLauncher;
  memoryWatchdog: MemoryWatchdog;
  /** Where no control group limits the processor. */
  cpuWatchdog: CpuWatchdog | undefined;
  temporaryFiles: TemporaryFilesKeeper;
  /** Gives back the slot and the folder once its processes are gone. */
  release(): Promise<void>;
}

/** One process of a launcher and all that runs below it. */
export class ProcessSandbox implements Sandbox {
  readonly id: string;
  readonly control: Duplex;
  readonly logs: Readable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exited: Promise<SandboxExit>;
  readonly #options: ProcessSandboxOptions;
  readonly #child: ChildProcess;
  readonly #group: ControlGroup | undefined;
  readonly #watched: Watched;
  #intake: ListenerIntake | undefined;
  readonly #throttled: Throttled;
  /** The first process inside; its end is the end of the process namespace. */
  readonly #findInit: () => ProcessPlace | undefined;
  readonly #launched: Promise<void> | undefined;
  /** Undefined until the sandbox is for a function; only from then on it runs what it could be ended for. */
  #memoryMb: number | undefined;
  #launchers: number[] | undefined;
  #hasCpuShare = false;
  #exceededMemory = false;
  #hostFault: string | undefined;
  #hasExited = false;
  /** Those that were there when it was killed and that no control group tells the end of. */
  #killed: ProcessPlace[] = [];
  /** From the first request to end a tree that no control group holds together. */
  #treeEnd: Promise<void> | undefined;

  constructor(options: ProcessSandboxOptions) {
    const { launcher } = options;
    const { id, shell, group } = options.slot;
    this.id = id;
    this.#options = options;
    this.#child = shell.child;
    this.#group = group;
    this.control = shell.control;
    this.logs = launcher.openLogs?.(id, shell) ?? shell.logs;
    this.stdout = shell.child.stdout!;
    this.stderr = shell.child.stderr!;
    this.#findInit = launcher.findInit(shell);
    this.#launched = launcher.launched?.(shell);
    const fileSystems = () => {
      const init = this.#findInit();
      return init && (launcher.memoryFileSystems?.(init) ?? memoryFileSystemsOf(init));
    };
    this.#watched = {
      meter: meterOf({
        group,
        fileSystems,
        launcherIds: () => this.#launcherIds(),
        idsInside: () => this.#idsInside(),
        heldBytes: launcher.heldBytes && (() => this.#heldBytes()),
      }),
      limitBytes: 0,
      peakBytes: 0,
      exceeded: () => {
        this.#exceededMemory = true;
        this.kill();
      },
    };
    // The first process inside is the launcher's: it has the function's as a child.
    this.#throttled = { processIds: () => this.#idsInside(), waiting: 1, cores: 0 };
    this.exited = new Promise((resolve, reject) => {
      shell.child.once("exit", (code, signal) => void this.#end(code, signal).then(resolve, reject));
    });
  }

  /** Whether the host tells what the processes inside use: what both watchdogs live on. */
  get canBeMeasured(): boolean {
    if (this.#options.launcher.heldBytes) return this.#heldBytes() !== undefined;
    const ids = this.#idsInside();
    return proportionalBytes(ids) > 0 && isRunning(ids.at(-1)!);
  }

  /** Waits for its Internet access, if it is to have that. @throws why it can't be had; the sandbox has ended then. */
  async connect() {
    const { link, launcher } = this.#options;
    if (!link) return;
    try {
      while (this.#findInit() === undefined && !this.#hasExited) await delay(1);
      const init = this.#findInit();
      if (!init) throw new Error("the sandbox ended before");
      const networkId = launcher.isInNetwork ? this.#child.pid! : init.processId;
      // slirp4netns does the same; a launcher that comes second takes that for a fault.
      while (!launcher.isInNetwork && !isLoopbackUp(networkId) && !this.#hasExited) await delay(1);
      await link.connect(this.#child.pid!, networkId);
    } catch (error) {
      this.kill();
      await this.exited;
      throw new Error(`A sandbox couldn't be given Internet access: ${(error as Error).message}.`);
    }
    void link.ended.then((why) => {
      if (this.#hasExited) return;
      this.#hostFault = `The sandbox lost its Internet access: ${why}.`;
      this.kill();
    });
  }

  holdTemporaryFiles() {
    const { temporaryFiles, slot } = this.#options;
    const isThere = !this.#hasExited && this.#findInit() !== undefined;
    const place = isThere ? this.#temporaryPlace() : undefined;
    return place && temporaryFiles.hold(place, slot.uid);
  }

  /** Lets a command begin that waits for a line, once the files are in its /tmp. */
  async beginWith(files: HeldTemporaryFiles) {
    await this.#launched;
    const { launcher, temporaryFiles } = this.#options;
    // The command is started when all has been mounted.
    while (!launcher.temporaryPlace && this.#idsInside().length < 2 && !this.#hasExited) await delay(1);
    const place = this.#temporaryPlace();
    if (!this.#hasExited && place) {
      await temporaryFiles.mount(files, place).catch((error: Error) => {
        if (!isStillRunning(place.process)) return;
        temporaryFiles.giveUp();
        process.emitWarning(`Environments that are reset begin with an empty /tmp: ${error.message}`);
      });
    }
    this.control.write("\n");
  }

  #temporaryPlace(): TemporaryPlace | undefined {
    const { launcher, slot } = this.#options;
    if (launcher.temporaryPlace) return launcher.temporaryPlace(slot.shell);
    const init = this.#findInit();
    return init && { process: init, folder: "/tmp" };
  }

  /** Takes over the sockets that the bootstrap is told to open. */
  takeListeners(listeners: SandboxListeners) {
    this.#intake = new ListenerIntake(this.#child, listeners, () => this.kill());
  }

  async assign(assignment: SandboxAssignment) {
    const { folder } = this.#options;
    if (!folder || this.#memoryMb !== undefined) throw new Error(`The sandbox ${this.id} is for a function already.`);
    if (this.#hasExited) return;
    this.limit(assignment);
    await this.#launched;
    if (!this.#hasExited) await folder.hold(assignment);
  }

  limit({ memoryMb, interpreterMemoryMb = 0 }: SandboxAssignment) {
    const sandboxMb = memoryMb + interpreterMemoryMb;
    const { limits, launcher, memoryWatchdog } = this.#options;
    this.#memoryMb = memoryMb;
    this.#group?.limit({
      memoryBytes: (sandboxMb + limits.ephemeralStorageMb) * MIB + KERNEL_MEMORY_BYTES + launcher.own.memoryBytes,
      processes: limits.processes * (launcher.own.processesPerProcess ?? 1) + launcher.own.processes,
    });
    this.#watched.limitBytes = sandboxMb * MIB;
    memoryWatchdog.watch(this.#watched);
  }

  async applyCpuShare() {
    if (this.#hasExited || this.#memoryMb === undefined) return;
    const cores = this.#memoryMb / MB_PER_CORE;
    const { cpuWatchdog, link } = this.#options;
    if (!cpuWatchdog) {
      for (const group of [this.#group, link?.group]) group?.limitCpu(cores);
      return;
    }
    this.#hasCpuShare = true;
    this.#throttled.cores = cores;
    cpuWatchdog.watch(this.#throttled);
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
      this.#watched.peakBytes = Math.max(this.#watched.peakBytes, await this.#peakBytes());
    }
    return Math.min(this.#watched.peakBytes, this.#watched.limitBytes);
  }

  async #peakBytes() {
    const { meter } = this.#watched;
    if (!this.#options.launcher.heldBytes) return peakResidentBytes(this.#processIds());
    return await (meter.peakBytes?.() ?? meter.exactBytes());
  }

  #heldBytes() {
    const init = this.#findInit();
    return init && this.#options.launcher.heldBytes?.(init);
  }

  async freeze() {
    if (this.#hasExited) return;
    this.#unwatch();
    if (this.#freezesGroup) {
      await Promise.all([this.#group?.freeze(), this.#options.link?.group?.freeze()]);
      return;
    }
    // Twice: between listing and stopping, a process may have started another.
    for (let round = 0; round < 2; round++) this.#signalInside("SIGSTOP");
  }

  async thaw() {
    if (this.#hasExited) return;
    const { memoryWatchdog, cpuWatchdog, link } = this.#options;
    if (this.#memoryMb !== undefined) memoryWatchdog.watch(this.#watched);
    if (this.#freezesGroup) await Promise.all([link?.group?.thaw(), this.#group?.thaw()]);
    else this.#signalInside("SIGCONT");
    if (this.#hasCpuShare) cpuWatchdog?.watch(this.#throttled);
  }

  kill() {
    if (this.#hasExited) return;
    if (this.#group) {
      // They leave their group before they are gone, a runtime that leads a process namespace long before.
      this.#killed.push(...placesOf(this.#launcherIds()));
      this.#child.kill("SIGKILL");
      this.#endInside();
      return;
    }
    this.#treeEnd ??= this.#killTree();
  }

  /** A launcher that is only just starting may have a child that doesn't yet die with it; stopped, it makes no more. */
  async #killTree() {
    const launcherId = this.#child.pid!;
    this.#child.kill("SIGSTOP");
    // The kernel finishes the child that it is just making, new namespaces and all, before it stops the parent.
    const lastMs = performance.now() + LONGEST_STOP_MS;
    while (!isAtRest(launcherId) && performance.now() < lastMs) await delay(1);
    if (this.#hasExited) return;
    this.#killed = placesOf(listTree(launcherId));
    for (const { processId } of this.#killed.slice(1)) killProcess(processId);
    this.#child.kill("SIGKILL");
  }

  /** The launcher's own end brings this about as well, but that may rest on a process inside. */
  #endInside() {
    this.#group?.kill();
    const init = this.#findInit();
    if (init && isStillRunning(init)) killProcess(init.processId);
  }

  #unwatch() {
    this.#options.memoryWatchdog.unwatch(this.#watched);
    this.#options.cpuWatchdog?.unwatch(this.#throttled);
  }

  /** The function's processes, without those that launched the first of them. */
  #processIds() {
    const around = new Set(this.#launcherIds());
    const all = this.#group?.processIds() ?? listTree(this.#child.pid!);
    return all.filter((processId) => !around.has(processId));
  }

  #launcherIds() {
    const init = this.#findInit();
    if (!init) return [this.#child.pid!];
    // They stay the same for as long as the first process inside runs.
    const { launcher, slot } = this.#options;
    this.#launchers ??= launcher.listOwn?.(slot.shell, init) ?? listAncestors(init.processId, this.#child.pid!);
    return this.#launchers;
  }

  #idsInside() {
    const init = this.#findInit();
    return init ? listTree(init.processId) : [];
  }

  get #freezesGroup() {
    return this.#group !== undefined && (this.#group.hasFreezer || this.#options.launcher.offers.stops);
  }

  #signalInside(signal: NodeJS.Signals) {
    const ids = this.#idsInside();
    for (const processId of this.#options.launcher.offers.stops ? ids : ids.slice(0, 1)) killProcess(processId, signal);
  }

  async #end(code: number | null, signal: NodeJS.Signals | null): Promise<SandboxExit> {
    const { release } = this.#options;
    this.#hasExited = true;
    this.#intake?.close();
    this.#unwatch();
    const oomKilled = this.#exceededMemory || (this.#group?.oomKills() ?? 0) > 0;
    if (oomKilled) this.#watched.peakBytes = this.#watched.limitBytes;
    const { endAtProcessLimit } = this.#options.launcher;
    const limitFault = code && this.#group && this.#group.refusedProcesses() > 0 ? endAtProcessLimit : undefined;
    // Gone before anybody asked: what was charged, though that counts some page cache and /tmp as well.
    this.#watched.peakBytes ||= this.#group?.peakChargedBytes() ?? 0;
    this.#endInside();
    // The namespace's first process goes last, after all others; only then may its host user serve another sandbox.
    const init = this.#findInit();
    while (init && isStillRunning(init)) await delay(1);
    while (this.#killed.some(isStillRunning)) await delay(1);
    await release();
    const hostFault = oomKilled ? undefined : (this.#hostFault ?? limitFault);
    return { ...translateExit(code, signal), oomKilled, ...(hostFault === undefined ? {} : { hostFault }) };
  }
}

/** Whether the network of a process has its loopback address; true as well when that can't be known. */
function isLoopbackUp(processId: number): boolean {
  try {
    return readFileSync(`/proc/${processId}/net/fib_trie`, "latin1").includes("127.0.0.1");
  } catch {
    return true;
  }
}

const placesOf = (processIds: readonly number[]) =>
  processIds.map(readProcessPlace).filter((place) => place !== undefined);

/** By the time it was started as well: its number may be another process' by now. */
const isStillRunning = ({ processId, startTicks }: ProcessPlace) =>
  isRunning(processId) && readProcessPlace(processId)?.startTicks === startTicks;

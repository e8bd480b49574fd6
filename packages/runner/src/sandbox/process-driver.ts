import { createHash } from "node:crypto";
import { once } from "node:events";
import { accessSync, chmodSync, constants, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ControlGroups } from "./cgroup.port.ts";
import { detectControlGroups } from "./cgroup-detection.ts";
import { clearControlGroups } from "./cgroup-files.ts";
import { CpuWatchdog } from "./cpu-watchdog.ts";
import { EmulatedPrograms } from "./emulation/emulated-programs.ts";
import { findEmulationKit } from "./emulation/emulation-kit.ts";
import {
  EMULATED,
  EMULATOR_MISSING,
  emulatorFailed,
  kernelMustEmulate,
  notEmulatedBy,
} from "./emulation/emulation-refusals.ts";
import { type FunctionFolder, FunctionFolders } from "./function-folders.ts";
import { findUidBase, HostUids } from "./host-uid.ts";
import { findInheritedFds } from "./inherited-fds.ts";
import type { InternetLink } from "./internet/internet-link.ts";
import { InternetLinks } from "./internet/internet-links.ts";
import { refuseInternet } from "./internet/refuse-internet.ts";
import { isolationFacts } from "./isolation-facts.ts";
import { takeOver } from "./leftovers.ts";
import { MemoryWatchdog } from "./memory-watchdog.ts";
import { ProcessSandbox } from "./process-sandbox.ts";
import { prepareRootFilesystem } from "./root-filesystem.ts";
import { hostNameOf, recordOnHost, release, runFolder } from "./run-folder.ts";
import type {
  Emulation,
  InternetAccess,
  IsolationFact,
  NetworkAccess,
  Sandbox,
  SandboxAssignment,
  SandboxDriver,
  SandboxStart,
} from "./sandbox.port.ts";
import type { SandboxLauncher } from "./sandbox-launcher.ts";
import { SandboxSlots } from "./sandbox-slots.ts";
import { Staging } from "./staging.ts";
import { beginLater, HeldTemporaryFiles, TemporaryFilesKeeper } from "./temporary-files.ts";
import { EXIT_CODE_NOT_IN_GROUP } from "./waiting-shell.ts";

export interface ProcessDriverOptions {
  /** Absolute path of a folder of this driver alone. */
  directory: string;
  /** First of the host users that sandboxes run as (root only). */
  uidBase?: number;
  /** See `BwrapDriverOptions`. */
  emulationDirectory?: string;
  emulatesChildProcesses?: boolean;
  perlPath?: string;
}

const HOST_ARCHITECTURE = process.arch === "arm64" ? "arm64" : "x86_64";

/**
 * A driver whose sandboxes are process trees made by a launcher. Runs a tiny sandbox first, and clears what a killed
 * predecessor with this directory left behind.
 * @throws SandboxUnavailable when this host can't isolate.
 */
export async function openProcessDriver(
  options: ProcessDriverOptions,
  launcher: SandboxLauncher,
): Promise<SandboxDriver> {
  const driver = new ProcessDriver(options, launcher);
  await driver.takeOver();
  try {
    await driver.prepare();
    return driver;
  } catch (error) {
    await driver.close();
    throw error;
  }
}

class ProcessDriver implements SandboxDriver {
  readonly name: SandboxDriver["name"];
  readonly runtime: string | undefined;
  isolation: readonly IsolationFact[] = [];
  emulation: Emulation | undefined;
  readonly #options: ProcessDriverOptions;
  readonly #directory: string;
  readonly #launcher: SandboxLauncher;
  readonly #hostName: string;
  readonly #runFolder: string;
  readonly #staging: Staging;
  readonly #folders: FunctionFolders;
  readonly #uids: HostUids | undefined;
  readonly #temporaryFiles: TemporaryFilesKeeper;
  readonly #memoryWatchdog = new MemoryWatchdog();
  readonly #cpuWatchdog = new CpuWatchdog();
  readonly #running = new Set<ProcessSandbox>();
  #groups: ControlGroups | { unavailableBecause: string } = { unavailableBecause: "not looked for yet" };
  #rootFilesystem = "";
  #slots: SandboxSlots | undefined;
  #emulated: { programs: EmulatedPrograms; slots: SandboxSlots } | undefined;
  #internet: InternetLinks | undefined;
  #closed = false;

  constructor(options: ProcessDriverOptions, launcher: SandboxLauncher) {
    this.name = launcher.name;
    this.runtime = launcher.runtime;
    this.#options = options;
    this.#launcher = launcher;
    this.#directory = options.directory;
    const digest = createHash("sha256").update(options.directory).digest();
    this.#hostName = hostNameOf(digest);
    this.#runFolder = runFolder(this.#hostName, options.directory);
    this.#staging = new Staging(this.#runFolder);
    const uidBase = process.geteuid?.() === 0 ? (options.uidBase ?? findUidBase(digest.readUInt32BE(6))) : undefined;
    this.#uids = uidBase === undefined ? undefined : new HostUids(uidBase);
    this.#temporaryFiles = new TemporaryFilesKeeper(this.#uids, options.perlPath);
    const mounts = this.#uids && launcher.offers.laterMounts ? this.#staging : undefined;
    this.#folders = new FunctionFolders(join(options.directory, "functions"), mounts);
  }

  takeOver = () => takeOver(this.#runFolder, this.#directory);

  async prepare() {
    // What a killed predecessor had given its sandboxes, or had begun.
    const { folder } = this.#launcher;
    for (const own of [join(this.#directory, "functions"), ...(folder === undefined ? [] : [folder])]) {
      rmSync(own, { recursive: true, force: true });
      mkdirSync(own, { recursive: true });
      // Reachable to the sandboxes' users whatever this process' umask is.
      chmodSync(own, 0o755);
    }
    this.#rootFilesystem = await prepareRootFilesystem(this.#directory);
    this.#groups = detectControlGroups(this.#hostName);
    this.#record();
    if ("create" in this.#groups) await clearControlGroups(this.#groups.folders);
    await this.#openSlots();
    let trial = await this.#prove();
    if (trial.failure?.exitCode === EXIT_CODE_NOT_IN_GROUP && "create" in this.#groups) {
      await this.#slots?.close();
      await this.#groups.close();
      this.#groups = { unavailableBecause: "a process may not enter the control groups made for it" };
      this.#record();
      await this.#openSlots();
      trial = await this.#prove();
    }
    if (trial.failure) throw this.#launcher.explain(trial.failure.complaint);
    this.#internet = this.#lookForInternet();
    if (process.arch === "x64") this.emulation = await this.#openEmulation();
    this.isolation = isolationFacts({ ...trial, groups: this.#groups, uidBase: this.#uids?.base }, this.#launcher);
  }

  async start(options: SandboxStart): Promise<Sandbox> {
    if (this.#closed) throw new Error("The sandbox driver is closed; no sandbox can be started any more.");
    if (options.network === "internet") await this.#internet?.require();
    const sandbox = await this.#start(options);
    await sandbox.connect();
    if (options.temporaryFiles instanceof HeldTemporaryFiles) await sandbox.beginWith(options.temporaryFiles);
    return sandbox;
  }

  get offersListeners(): boolean {
    return this.#launcher.offers.listeners;
  }

  get internetAccess(): InternetAccess {
    return this.#internet!.access;
  }

  canAssign(assignment: SandboxAssignment): boolean {
    return this.#folders.canHold(assignment);
  }

  async close() {
    this.#closed = true;
    for (const sandbox of this.#running) sandbox.kill();
    await Promise.all([...this.#running].map((sandbox) => sandbox.exited));
    await this.#internet?.close();
    await this.#slots?.close();
    await this.#closeEmulation();
    await this.#staging.close();
    if ("create" in this.#groups) await this.#groups.close();
    release(this.#runFolder);
  }

  async #start(options: SandboxStart): Promise<ProcessSandbox> {
    const { limits, assignment } = options;
    const isNative = options.architecture === HOST_ARCHITECTURE;
    const emulated = isNative ? undefined : this.#emulated;
    if (!isNative && !emulated) throw new Error(`Programs for ${options.architecture} can't run on this host.`);
    const slots = emulated?.slots ?? this.#slots!;
    const slot = await slots.take();
    const held = options.temporaryFiles instanceof HeldTemporaryFiles ? options.temporaryFiles : undefined;
    if (held) this.#temporaryFiles.fit(slot, held);
    let folder: FunctionFolder | undefined;
    let link: InternetLink | undefined;
    const release = async () => {
      await link?.close();
      await slots.release(slot);
      this.#launcher.clear(slot.id);
      await folder?.remove();
    };
    try {
      const userNamespaceFile = emulated?.programs.userNamespaceFile;
      if (options.network === "internet") {
        link = await this.#internet?.open(slot, limits.openFiles, userNamespaceFile);
      }
      folder = assignment ? undefined : await this.#folders.make(slot.id);
      const trees = assignment
        ? [assignment.codeDirectory, assignment.layersDirectory, assignment.compileCacheDirectory]
        : [folder!.task, folder!.opt, folder!.cache];
      const [lang, runtime, code, layers, cache] = await Promise.all(
        [options.langDirectory, options.runtimeDirectory, ...trees].map(async (path) =>
          path === undefined ? undefined : await this.#reach(path),
        ),
      );
      const resolvConf = link && join(await this.#reach(this.#internet!.folder), "resolv.conf");
      const hostRoot = await this.#reach(this.#rootFilesystem);
      const { folder: own } = this.#launcher;
      const launcherFolder = own === undefined ? undefined : await this.#reach(own);
      const mountNamespaceFile = await this.#staging.namespaceFile();
      const limitsCpu = slot.group !== undefined && "create" in this.#groups && this.#groups.limitsCpu;
      const interpreter = emulated?.programs.interpreter ?? [];
      const waitsInside = held && !this.#launcher.temporaryPlace;
      const line = this.#launcher.launch({
        id: slot.id,
        rootFilesystem: emulated ? await this.#reach(emulated.programs.rootFilesystem) : hostRoot,
        sharedFolders: emulated?.programs.sharedFolders(hostRoot) ?? [],
        launcherFolder,
        command: waitsInside ? beginLater([...interpreter, ...options.command]) : options.command,
        waitsForFiles: held !== undefined,
        interpreter,
        langDirectory: lang!,
        langMountPoint: options.langMountPoint ?? "/var/lang",
        runtimeDirectory: runtime!,
        codeDirectory: code!,
        layersDirectory: layers,
        cacheDirectory: cache,
        resolvConf,
        ephemeralStorageMb: limits.ephemeralStorageMb,
        environment: options.interpreterEnvironment,
        listenPorts: options.listeners?.ports,
        processes: limits.processes,
        openFiles: limits.openFiles,
        hasGroup: slot.group !== undefined,
        uid: slot.uid,
        mountNamespaceFile,
        userNamespaceFile,
        outerUserNamespace: link !== undefined,
      });
      const sandbox: ProcessSandbox = new ProcessSandbox({
        slot,
        folder,
        link,
        limits,
        launcher: this.#launcher,
        temporaryFiles: this.#temporaryFiles,
        memoryWatchdog: this.#memoryWatchdog,
        cpuWatchdog: limitsCpu || !this.#launcher.offers.stops ? undefined : this.#cpuWatchdog,
        release: async () => {
          await release();
          this.#running.delete(sandbox);
        },
      });
      if (assignment) sandbox.limit(assignment);
      if (options.listeners) sandbox.takeListeners(options.listeners);
      slot.shell.become(line, limits.openFiles + (this.#launcher.own.openFiles ?? 0), options.listeners !== undefined);
      this.#running.add(sandbox);
      if (this.#closed) sandbox.kill();
      return sandbox;
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** An ordinary user reaches what it reaches; there is no other user to open the way for. */
  async #reach(folder: string): Promise<string> {
    if (this.#uids) return await this.#staging.reach(folder);
    accessSync(folder, constants.R_OK);
    return folder;
  }

  /** Runs a sandbox that answers over both channels, and looks at what it uses. */
  async #prove(
    network: NetworkAccess = "none",
  ): Promise<{ failure?: { exitCode: number | null; complaint: string }; canMeasure: boolean }> {
    const script = "read line <&3 && echo $line >&4 && read line <&3";
    const { answer, canMeasure, ...failure } = await this.#try(
      HOST_ARCHITECTURE,
      this.#rootFilesystem,
      script,
      network,
    );
    return failure.exitCode === 0 && answer === "ping" ? { canMeasure } : { failure, canMeasure };
  }

  /** Never throws: a host whose own programs run is one to serve. */
  async #openEmulation(): Promise<Emulation> {
    const { emulation } = this.#launcher.offers;
    if (emulation === "none") return notEmulatedBy(this.#launcher.runtime!);
    const kit = findEmulationKit(this.#options.emulationDirectory);
    if (!kit) return EMULATOR_MISSING;
    try {
      const usesKernel = this.#options.emulatesChildProcesses ?? true;
      const programs = await EmulatedPrograms.open(join(this.#directory, "arm64"), kit, usesKernel);
      const { rootFilesystem } = programs;
      if (programs.interpreter.length > 0 && emulation !== "by name") {
        await programs.close();
        return kernelMustEmulate(this.#launcher.runtime!);
      }
      const slots = await this.#makeSlots(`${this.#hostName}-arm64`, rootFilesystem);
      this.#emulated = { programs, slots };
      const script = "read line <&3; /bin/true 2>/dev/null && line=$line-by-child; echo $line >&4; read line <&3";
      const { answer, complaint } = await this.#try(EMULATED, rootFilesystem, script);
      if (!answer.startsWith("ping")) throw new Error(complaint);
      return { architecture: EMULATED, works: true, childProcesses: answer === "ping-by-child" };
    } catch (error) {
      await this.#closeEmulation();
      return emulatorFailed(error instanceof Error ? error.message : String(error));
    }
  }

  async #closeEmulation() {
    const emulated = this.#emulated;
    this.#emulated = undefined;
    await emulated?.slots.close();
    await emulated?.programs.close();
  }

  /** Runs a shell script that is sent `ping` on descriptor 3, answers with a line on 4, and waits for one more on 3. */
  async #try(
    architecture: SandboxStart["architecture"],
    rootFilesystem: string,
    script: string,
    network: NetworkAccess = "none",
  ) {
    const sandbox = await this.#start({
      command: ["/bin/sh", "-c", script],
      langDirectory: rootFilesystem,
      runtimeDirectory: rootFilesystem,
      architecture,
      interpreterEnvironment: {},
      limits: { ephemeralStorageMb: 1, processes: 8, openFiles: 64 },
      network,
      assignment: { codeDirectory: rootFilesystem, memoryMb: 64 },
    });
    const read = { logs: "", stderr: "" };
    let canMeasure = false;
    sandbox.stderr.on("data", (chunk) => (read.stderr += chunk));
    sandbox.logs.on("data", (chunk) => {
      read.logs += chunk;
      canMeasure ||= sandbox.canBeMeasured;
      if (read.logs.endsWith("\n")) sandbox.control.write("enough\n");
    });
    sandbox.stdout.resume();
    await sandbox.connect().catch((error: Error) => {
      throw new Error([error.message, read.stderr.trim()].filter(Boolean).join(" "));
    });
    sandbox.control.write("ping\n");
    const { exitCode, signal } = await sandbox.exited;
    // What was sent before the end may not have been read yet.
    for (const stream of [sandbox.logs, sandbox.stderr]) if (!stream.closed) await once(stream, "close");
    const answer = read.logs.trimEnd();
    const complaint = read.stderr.trim() || `it ended with ${signal ?? exitCode} and answered "${answer}"`;
    return { exitCode, answer, complaint, canMeasure };
  }

  #lookForInternet(): InternetLinks {
    return new InternetLinks({
      directory: this.#directory,
      runFolder: this.#runFolder,
      groups: "create" in this.#groups ? this.#groups : undefined,
      inheritedFds: findInheritedFds(),
      ...(this.#launcher.offers.internet ? {} : { findTools: () => refuseInternet(this.#launcher.runtime!) }),
      prove: async () => {
        const { failure } = await this.#prove("internet");
        if (failure) throw new Error(failure.complaint);
      },
    });
  }

  async #openSlots() {
    this.#slots = await this.#makeSlots(this.#hostName, this.#rootFilesystem);
  }

  async #makeSlots(idPrefix: string, rootFilesystem: string): Promise<SandboxSlots> {
    const commonArguments = this.#launcher.prepare(await this.#reach(rootFilesystem), this.#uids?.setupUid);
    return new SandboxSlots({
      idPrefix,
      groups: "create" in this.#groups ? this.#groups : undefined,
      uids: this.#uids,
      commonArguments,
      inheritedFds: findInheritedFds(),
    });
  }

  #record() {
    recordOnHost(this.#runFolder, this.#directory, "create" in this.#groups ? this.#groups.folders : []);
  }
}

import { createHash } from "node:crypto";
import { once } from "node:events";
import { accessSync, constants, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { commonBwrapArguments, ownBwrapArguments } from "./bwrap-arguments.ts";
import { bwrapIsolation } from "./bwrap-isolation.ts";
import { explainBwrapFailure, findBwrap } from "./bwrap-requirements.ts";
import { BwrapSandbox } from "./bwrap-sandbox.ts";
import type { ControlGroups } from "./cgroup.port.ts";
import { detectControlGroups } from "./cgroup-detection.ts";
import { clearControlGroups } from "./cgroup-files.ts";
import { type FunctionFolder, FunctionFolders } from "./function-folders.ts";
import { findUidBase, HostUids } from "./host-uid.ts";
import { findInheritedFds } from "./inherited-fds.ts";
import type { InternetLink } from "./internet/internet-link.ts";
import { InternetLinks } from "./internet/internet-links.ts";
import { hostNameOf, recordOnHost, release, runFolder, takeOver } from "./leftovers.ts";
import { MemoryWatchdog } from "./memory-watchdog.ts";
import { prepareRootFilesystem } from "./root-filesystem.ts";
import type {
  InternetAccess,
  IsolationFact,
  NetworkAccess,
  Sandbox,
  SandboxAssignment,
  SandboxDriver,
  SandboxStart,
} from "./sandbox.port.ts";
import { SandboxSlots } from "./sandbox-slots.ts";
import { buildSeccompFilter, type SeccompArchitecture } from "./seccomp/filter.ts";
import { Staging } from "./staging.ts";
import { EXIT_CODE_NOT_IN_GROUP } from "./waiting-shell.ts";

export interface BwrapDriverOptions {
  /** Data directory of this driver alone; made when missing. Sandboxes can see its path, never its contents. */
  directory: string;
  /** bubblewrap 0.8 or newer; looked for on the PATH when omitted. */
  bwrapPath?: string;
  /** First of the host users that sandboxes run as (root only). */
  uidBase?: number;
}

/**
 * Sandboxes by bubblewrap, for root (a host user and control groups per sandbox) and for ordinary users. Runs a tiny
 * sandbox first, and clears what a killed predecessor with this directory left behind.
 * @throws SandboxUnavailable when this host can't isolate.
 */
export async function createBwrapDriver(options: BwrapDriverOptions): Promise<SandboxDriver> {
  const bwrapPath = await findBwrap(options.bwrapPath);
  const directory = resolve(options.directory);
  const driver = new BwrapDriver({ ...options, directory, bwrapPath });
  await driver.takeOver();
  try {
    await driver.prepare();
    return driver;
  } catch (error) {
    await driver.close();
    throw error;
  }
}

class BwrapDriver implements SandboxDriver {
  readonly name = "bwrap";
  isolation: readonly IsolationFact[] = [];
  readonly #directory: string;
  readonly #bwrapPath: string;
  readonly #hostName: string;
  readonly #runFolder: string;
  readonly #staging: Staging;
  readonly #folders: FunctionFolders;
  readonly #uids: HostUids | undefined;
  readonly #seccompFile: string;
  readonly #watchdog = new MemoryWatchdog();
  readonly #running = new Set<BwrapSandbox>();
  #groups: ControlGroups | { unavailableBecause: string } = { unavailableBecause: "not looked for yet" };
  #rootFilesystem = "";
  #slots: SandboxSlots | undefined;
  #internet: InternetLinks | undefined;
  #closed = false;

  constructor(options: BwrapDriverOptions & { bwrapPath: string }) {
    this.#directory = options.directory;
    this.#bwrapPath = options.bwrapPath;
    const digest = createHash("sha256").update(options.directory).digest();
    this.#hostName = hostNameOf(digest);
    this.#runFolder = runFolder(this.#hostName, options.directory);
    this.#staging = new Staging(this.#runFolder);
    this.#seccompFile = join(options.directory, "seccomp.bpf");
    const isRoot = process.geteuid?.() === 0;
    const uidBase = isRoot ? (options.uidBase ?? findUidBase(digest.readUInt32BE(6))) : undefined;
    this.#uids = uidBase === undefined ? undefined : new HostUids(uidBase);
    this.#folders = new FunctionFolders(join(options.directory, "functions"), this.#uids && this.#staging);
  }

  takeOver() {
    return takeOver(this.#runFolder, this.#directory);
  }

  async prepare() {
    // What a killed predecessor had given its sandboxes.
    rmSync(join(this.#directory, "functions"), { recursive: true, force: true });
    mkdirSync(join(this.#directory, "functions"), { recursive: true, mode: 0o755 });
    this.#rootFilesystem = await prepareRootFilesystem(this.#directory);
    writeFileSync(this.#seccompFile, buildSeccompFilter(process.arch as SeccompArchitecture));
    this.#groups = detectControlGroups(this.#hostName);
    this.#record();
    if ("create" in this.#groups) await clearControlGroups(this.#groups.folders);
    await this.#openSlots();
    let failure = await this.#prove();
    if (failure?.exitCode === EXIT_CODE_NOT_IN_GROUP && "create" in this.#groups) {
      await this.#slots?.close();
      await this.#groups.close();
      this.#groups = { unavailableBecause: "a process may not enter the control groups made for it" };
      this.#record();
      await this.#openSlots();
      failure = await this.#prove();
    }
    if (failure) throw explainBwrapFailure(failure.complaint, this.#bwrapPath);
    this.#internet = new InternetLinks({
      directory: this.#directory,
      runFolder: this.#runFolder,
      groups: "create" in this.#groups ? this.#groups : undefined,
      inheritedFds: findInheritedFds(),
      prove: async () => {
        const problem = await this.#prove("internet");
        if (problem) throw new Error(problem.complaint);
      },
    });
    this.isolation = bwrapIsolation({ groups: this.#groups, uidBase: this.#uids?.base });
  }

  async start(options: SandboxStart): Promise<Sandbox> {
    if (this.#closed) throw new Error("The sandbox driver is closed; no sandbox can be started any more.");
    if (options.network === "internet") await this.#internet!.require();
    const sandbox = await this.#start(options);
    await sandbox.connect();
    return sandbox;
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
    await this.#staging.close();
    if ("create" in this.#groups) await this.#groups.close();
    release(this.#runFolder);
  }

  async #start(options: SandboxStart): Promise<BwrapSandbox> {
    const { limits, assignment } = options;
    const slots = this.#slots!;
    const slot = await slots.take();
    let folder: FunctionFolder | undefined;
    let link: InternetLink | undefined;
    const release = async () => {
      await link?.close();
      await slots.release(slot);
      await folder?.remove();
    };
    try {
      if (options.network === "internet") link = await this.#internet!.open(slot, limits.openFiles);
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
      const mountNamespaceFile = await this.#staging.namespaceFile();
      const sandbox: BwrapSandbox = new BwrapSandbox({ ...slot, link }, folder, limits, this.#watchdog, async () => {
        await release();
        this.#running.delete(sandbox);
      });
      if (assignment) sandbox.limit(assignment.memoryMb);
      slot.shell.becomeBwrap({
        bwrapPath: this.#bwrapPath,
        seccompFile: this.#seccompFile,
        openFiles: limits.openFiles,
        ownArguments: ownBwrapArguments({
          langDirectory: lang!,
          runtimeDirectory: runtime!,
          codeDirectory: code!,
          layersDirectory: layers,
          cacheDirectory: cache,
          resolvConf,
          ephemeralStorageMb: limits.ephemeralStorageMb,
          environment: options.interpreterEnvironment,
          command: slot.group ? options.command : limitProcesses(limits.processes, options.command),
        }),
        uid: slot.uid,
        mountNamespaceFile,
        outerUserNamespace: link !== undefined,
      });
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

  /** Runs a sandbox that answers over both channels. @returns what went wrong. */
  async #prove(network: NetworkAccess = "none"): Promise<{ exitCode: number | null; complaint: string } | undefined> {
    const sandbox = await this.#start({
      command: ["/bin/sh", "-c", "read line <&3 && echo $line >&4"],
      langDirectory: this.#rootFilesystem,
      runtimeDirectory: this.#rootFilesystem,
      architecture: process.arch === "arm64" ? "arm64" : "x86_64",
      interpreterEnvironment: {},
      limits: { ephemeralStorageMb: 1, processes: 8, openFiles: 64 },
      network,
      assignment: { codeDirectory: this.#rootFilesystem, memoryMb: 64 },
    });
    const read = { logs: "", stderr: "" };
    for (const name of ["logs", "stderr"] as const) sandbox[name].on("data", (chunk) => (read[name] += chunk));
    sandbox.stdout.resume();
    await sandbox.connect().catch((error: Error) => {
      throw new Error([error.message, read.stderr.trim()].filter(Boolean).join(" "));
    });
    sandbox.control.write("ping\n");
    const { exitCode, signal } = await sandbox.exited;
    // What was sent before the end may not have been read yet.
    for (const stream of [sandbox.logs, sandbox.stderr]) if (!stream.closed) await once(stream, "close");
    if (exitCode === 0 && read.logs === "ping\n") return undefined;
    return {
      exitCode,
      complaint: read.stderr.trim() || `it ended with ${signal ?? exitCode} and answered "${read.logs}"`,
    };
  }

  async #openSlots() {
    this.#slots = new SandboxSlots({
      idPrefix: this.#hostName,
      groups: "create" in this.#groups ? this.#groups : undefined,
      uids: this.#uids,
      commonArguments: commonBwrapArguments(await this.#reach(this.#rootFilesystem)),
      inheritedFds: findInheritedFds(),
    });
  }

  #record() {
    recordOnHost(this.#runFolder, this.#directory, "create" in this.#groups ? this.#groups.folders : []);
  }
}

/**
 * Without control groups the count is kept by RLIMIT_NPROC, set inside: there it counts this sandbox's user namespace,
 * outside it would count everything that the server's user runs. (bash calls the option -u, dash -p.)
 */
function limitProcesses(processes: number, command: readonly string[]): string[] {
  const script = `ulimit -u ${processes} 2>/dev/null || ulimit -p ${processes}; exec "$@"`;
  return ["/bin/sh", "-c", script, "sh", ...command];
}

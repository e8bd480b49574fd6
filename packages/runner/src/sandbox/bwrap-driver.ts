import { createHash } from "node:crypto";
import { once } from "node:events";
import { accessSync, constants, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { commonBwrapArguments, ownBwrapArguments } from "./bwrap-arguments.ts";
import { bwrapIsolation } from "./bwrap-isolation.ts";
import { explainBwrapFailure, findBwrap } from "./bwrap-requirements.ts";
import { BwrapSandbox } from "./bwrap-sandbox.ts";
import type { ControlGroups } from "./cgroup.port.ts";
import { detectControlGroups } from "./cgroup-detection.ts";
import { clearControlGroups } from "./cgroup-files.ts";
import { findUidBase, HostUids } from "./host-uid.ts";
import { findInheritedFds } from "./inherited-fds.ts";
import { hostNameOf, recordOnHost, release, runFolder, takeOver } from "./leftovers.ts";
import { MemoryWatchdog } from "./memory-watchdog.ts";
import { prepareRootFilesystem } from "./root-filesystem.ts";
import type { IsolationFact, Sandbox, SandboxDriver, SandboxStart } from "./sandbox.port.ts";
import { SandboxSlots } from "./sandbox-slots.ts";
import { buildSeccompFilter, type SeccompArchitecture } from "./seccomp/filter.ts";
import { Staging } from "./staging.ts";
import { EXIT_CODE_NOT_IN_GROUP } from "./waiting-shell.ts";

const MIB = 1024 * 1024;
/** Page tables, sockets and other kernel memory charged to the group beside what the function itself uses. */
const KERNEL_MEMORY_BYTES = 16 * MIB;
/** bwrap outside, and bwrap as the first process inside. */
const OWN_PROCESSES = 2;

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
  readonly #uids: HostUids | undefined;
  readonly #seccompFile: string;
  readonly #watchdog = new MemoryWatchdog();
  readonly #running = new Set<BwrapSandbox>();
  #groups: ControlGroups | { unavailableBecause: string } = { unavailableBecause: "not looked for yet" };
  #rootFilesystem = "";
  #slots: SandboxSlots | undefined;
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
  }

  takeOver() {
    return takeOver(this.#runFolder, this.#directory);
  }

  async prepare() {
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
    this.isolation = bwrapIsolation({ groups: this.#groups, uidBase: this.#uids?.base });
  }

  async start(options: SandboxStart): Promise<Sandbox> {
    if (this.#closed) throw new Error("The sandbox driver is closed; no sandbox can be started any more.");
    return await this.#start(options);
  }

  async close() {
    this.#closed = true;
    for (const sandbox of this.#running) sandbox.kill();
    await Promise.all([...this.#running].map((sandbox) => sandbox.exited));
    await this.#slots?.close();
    await this.#staging.close();
    if ("create" in this.#groups) await this.#groups.close();
    release(this.#runFolder);
  }

  async #start(options: SandboxStart): Promise<BwrapSandbox> {
    const { limits } = options;
    const [langDirectory, runtimeDirectory, codeDirectory] = await Promise.all(
      [options.langDirectory, options.runtimeDirectory, options.codeDirectory].map((folder) => this.#reach(folder)),
    );
    const mountNamespaceFile = await this.#staging.namespaceFile();
    const slots = this.#slots!;
    const slot = await slots.take();
    try {
      slot.group?.limit({
        memoryBytes: (limits.memoryMb + limits.ephemeralStorageMb) * MIB + KERNEL_MEMORY_BYTES,
        processes: limits.processes + OWN_PROCESSES,
      });
      slot.shell.becomeBwrap({
        bwrapPath: this.#bwrapPath,
        seccompFile: this.#seccompFile,
        openFiles: limits.openFiles,
        ownArguments: ownBwrapArguments({
          langDirectory: langDirectory!,
          runtimeDirectory: runtimeDirectory!,
          codeDirectory: codeDirectory!,
          ephemeralStorageMb: limits.ephemeralStorageMb,
          environment: options.interpreterEnvironment,
          command: slot.group ? options.command : limitProcesses(limits.processes, options.command),
        }),
        uid: slot.uid,
        mountNamespaceFile,
      });
      const sandbox: BwrapSandbox = new BwrapSandbox(slot, limits, this.#watchdog, async () => {
        await slots.release(slot);
        this.#running.delete(sandbox);
      });
      this.#running.add(sandbox);
      if (this.#closed) sandbox.kill();
      return sandbox;
    } catch (error) {
      await slots.release(slot);
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
  async #prove(): Promise<{ exitCode: number | null; complaint: string } | undefined> {
    const sandbox = await this.#start({
      command: ["/bin/sh", "-c", "read line <&3 && echo $line >&4"],
      langDirectory: this.#rootFilesystem,
      runtimeDirectory: this.#rootFilesystem,
      codeDirectory: this.#rootFilesystem,
      interpreterEnvironment: {},
      limits: { memoryMb: 64, ephemeralStorageMb: 1, processes: 8, openFiles: 64 },
    });
    const read = { logs: "", stderr: "" };
    for (const name of ["logs", "stderr"] as const) sandbox[name].on("data", (chunk) => (read[name] += chunk));
    sandbox.stdout.resume();
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

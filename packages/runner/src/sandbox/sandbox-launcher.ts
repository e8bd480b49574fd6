import type { Readable } from "node:stream";
import type { ProcessPlace } from "./process-tree.ts";
import type { IsolationFact, SandboxDriver } from "./sandbox.port.ts";
import type { MemoryFileSystems } from "./sandbox-memory.ts";
import type { SandboxUnavailable } from "./sandbox-unavailable.ts";
import type { TemporaryPlace } from "./temporary-files.ts";
import type { WaitingShell } from "./waiting-shell.ts";

/** Mounted read-only beside what every sandbox has. */
export interface SharedFolder {
  source: string;
  destination: string;
}

/** What one sandbox is made of. Paths are such that the sandbox's host user reaches them. */
export interface Launch {
  id: string;
  /** For `/`. */
  rootFilesystem: string;
  sharedFolders: readonly SharedFolder[];
  /** The launcher's own folder; undefined for one that has none. */
  launcherFolder: string | undefined;
  command: readonly string[];
  /** Words that have to stand in front of every program that is started by name; none where the kernel can start it. */
  interpreter: readonly string[];
  langDirectory: string;
  langMountPoint: string;
  runtimeDirectory: string;
  codeDirectory: string;
  /** For /opt. */
  layersDirectory: string | undefined;
  /** For /var/cache. */
  cacheDirectory: string | undefined;
  /** For /etc/resolv.conf, which is empty otherwise. */
  resolvConf: string | undefined;
  ephemeralStorageMb: number;
  environment: Readonly<Record<string, string>>;
  /** What the bootstrap is to open and hand over; undefined when it has no message channel. */
  listenPorts: readonly number[] | undefined;
  /** Whether /tmp of another sandbox is to be mounted first, and a line on descriptor 3 says that it has been. */
  waitsForFiles: boolean;
  /** How many processes and threads there may be inside. */
  processes: number;
  /** How many descriptors each process inside may have. */
  openFiles: number;
  /** Whether a control group keeps that count already. */
  hasGroup: boolean;
  /** The sandbox's host user; undefined when this process isn't root and its sandboxes can only be what it is. */
  uid: number | undefined;
  /** Mount namespace in which the paths can be reached. */
  mountNamespaceFile: string | undefined;
  /** User namespace to start below; this process' own when omitted. */
  userNamespaceFile: string | undefined;
  /**
   * For Internet access: puts a user namespace around the sandbox's own, from which that user may configure the
   * sandbox's network.
   */
  outerUserNamespace: boolean;
}

/** What not every program can do that makes sandboxes. */
export interface LauncherOffers {
  /** What runs inside can hand over listening sockets. */
  listeners: boolean;
  /** A network of a sandbox's host user can be the sandbox's. */
  internet: boolean;
  /** Programs for another processor: with an interpreter in front of each that it starts, as the kernel starts them, or not at all. */
  emulation: "by name" | "by kernel" | "none";
  /** Each process inside bears being stopped and continued by signals; otherwise only the first one on the host does. */
  stops: boolean;
  /** What is mounted on a folder after the start appears inside. */
  laterMounts: boolean;
}

/** Of what a sandbox may use, the part that isn't the function's. */
export interface LauncherUse {
  processes: number;
  /** How many processes and threads of the host one inside can come to be; 1 when omitted. */
  processesPerProcess?: number;
  memoryBytes: number;
  /** None when omitted. */
  openFiles?: number;
}

/** A program that makes sandboxes, and how a waiting shell becomes it. */
export interface SandboxLauncher {
  readonly name: SandboxDriver["name"];
  /** Of several programs behind one name, the one in use. */
  readonly runtime?: string;
  readonly offers: LauncherOffers;
  /** How it keeps a promise in another way than with namespaces and filters of the host's kernel. */
  readonly isolation?: Readonly<Partial<Record<IsolationFact["what"], string>>>;
  /** True where the process that becomes the program is in the network of a sandbox with Internet access itself. */
  readonly isInNetwork?: boolean;
  /** What its own processes take, beside the function's, of the control group that they share. */
  readonly own: LauncherUse;
  /** What it writes for each launch; emptied before the first one. Every sandbox's host user can reach it. */
  readonly folder?: string;
  /**
   * Before the first launch with this root filesystem.
   * @param setupUid host user who owns what a sandbox can't change (root only).
   * @returns the arguments that all launches have alike: `"$@"` of the waiting shell.
   */
  prepare(rootFilesystem: string, setupUid: number | undefined): readonly string[];
  /** @returns the line of shell that replaces the shell by the program; ends with its redirections. */
  launch(launch: Launch): string;
  /** Finds the first process inside as the host numbers it; its end is the end of all. Undefined until there is one. */
  findInit(shell: WaitingShell): () => ProcessPlace | undefined;
  /** Its processes around the function's; the first one's ancestors when absent. */
  listOwn?(shell: WaitingShell, init: ProcessPlace): number[];
  /** Where /tmp is mounted before anything runs inside; when absent, that is done behind the back of what runs inside. */
  temporaryPlace?(shell: WaitingShell): TemporaryPlace | undefined;
  /**
   * What the processes inside hold, in bytes, where the host's kernel doesn't tell it of each of them; absent where it does.
   * Undefined when it can't be found out.
   */
  heldBytes?(init: ProcessPlace): number | undefined;
  /** Why it has ended, where it can't go on at the limit of processes of its control group. */
  readonly endAtProcessLimit?: string;
  /** Where the file systems of the sandbox that are memory can be seen; below the first process' root when absent. */
  memoryFileSystems?(init: ProcessPlace): MemoryFileSystems;
  /** What arrives on descriptor 4 inside, when it doesn't come through the shell's. */
  openLogs?(id: string, shell: WaitingShell): Readable;
  /** Settles when what is mounted from now on appears inside, or the sandbox has ended; absent where that is always so. */
  launched?(shell: WaitingShell): Promise<void>;
  /** Removes what `launch` has put on the host. */
  clear(id: string): void;
  /** Why a trial sandbox failed, and what to do about it. */
  explain(complaint: string): SandboxUnavailable;
}

/**
 * The command with a limit of its own on processes. Set inside, RLIMIT_NPROC counts what the sandbox's user has in the
 * sandbox's user namespace; outside it would count everything that the user runs. (bash calls the option -u, dash -p.)
 * @param script what the shell does with the command then.
 */
export function limitProcesses(processes: number, command: readonly string[], script = 'exec "$@"'): string[] {
  return ["/bin/sh", "-c", `ulimit -u ${processes} 2>/dev/null || ulimit -p ${processes}; ${script}`, "sh", ...command];
}

import type { Server } from "node:net";
import type { Duplex, Readable } from "node:stream";
import type { Architecture } from "@lambent/model";

/** What a sandbox is started with. Every path is on the host; the driver decides how it appears inside. */
export interface SandboxStart {
  /** argv of the runtime inside the sandbox, for instance `["/var/lang/bin/node", "/var/runtime/index.cjs"]`. */
  command: readonly string[];
  /** What the programs inside are built for; another one than the host's is emulated, or refused by the driver. */
  architecture: Architecture;
  /** Interpreter tree, read-only at /var/lang or at `langMountPoint`. */
  langDirectory: string;
  /** Must be a folder of the root filesystem. */
  langMountPoint?: string;
  /** Our bootstrap, read-only at /var/runtime. */
  runtimeDirectory: string;
  /** Environment of the interpreter itself; user variables travel in the init frame, never here. */
  interpreterEnvironment: Readonly<Record<string, string>>;
  limits: SandboxLimits;
  network: NetworkAccess;
  /** The function, when it is known already. Otherwise /var/task and /opt are empty until `assign`. */
  assignment?: SandboxAssignment;
  /** What an earlier sandbox of this driver had in /tmp; otherwise that is empty. Stays held by whoever held it. */
  temporaryFiles?: TemporaryFiles;
  /** Ports on the sandbox's own 127.0.0.1 that its bootstrap opens and hands to the host before it loads any user code. */
  listeners?: SandboxListeners;
}

/** What a sandbox has regardless of the function that it will run. */
export interface SandboxLimits {
  /** Size of /tmp. */
  ephemeralStorageMb: number;
  /** Processes and threads together. */
  processes: number;
  openFiles: number;
}

/** The function that a sandbox is for: given once, never changed. */
export interface SandboxAssignment {
  /** The unpacked code package, read-only at /var/task (the working directory). */
  codeDirectory: string;
  /** All layers merged, read-only at /opt. */
  layersDirectory?: string;
  /** V8's compiled code of the function, read-only below /var/cache. */
  compileCacheDirectory?: string;
  /** The function's own: what it may hold, and what its share of the processors follows. */
  memoryMb: number;
  /** What the interpreter may hold on top, in MB, where that is too much to count against the function. */
  interpreterMemoryMb?: number;
}

/** `internet` reaches public addresses; never the host's loopback, link-local or private ranges. */
export type NetworkAccess = "none" | "internet";

/** Whether this host can give functions Internet access; otherwise one sentence each: why not, and what to do. */
export type InternetAccess = { available: true } | { available: false; reason: string; remedy: string };

/** The bootstrap finds the ports in LAMBENT_LISTEN (`9001,8080`) and Node.js's message channel at NODE_CHANNEL_FD. */
export interface SandboxListeners {
  ports: readonly number[];
  /** Called once per port before the runtime says that it is ready; the sandbox closes the server when it ends. */
  onListener(port: number, server: Server): void;
}

/** One started process tree in isolation. */
export interface Sandbox {
  readonly id: string;
  /** fd 3 inside: full-duplex control channel. */
  readonly control: Duplex;
  /** fd 4 inside: framed log channel (sandbox → host). */
  readonly logs: Readable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles once, when the whole tree is gone and everything it held on the host has been removed. */
  readonly exited: Promise<SandboxExit>;
  /**
   * Gives a sandbox that was started without a function its code and its memory limit, once.
   * @throws for faults of the host.
   */
  assign(assignment: SandboxAssignment): Promise<void>;
  /**
   * Keeps /tmp beyond the sandbox's end, until it is closed. Undefined when the sandbox has ended already; absent where /tmp
   * isn't the sandbox's own.
   */
  holdTemporaryFiles?(): TemporaryFiles | undefined;
  /** CPU share by memory (1769 MB = 1 vCPU); called after init, which runs unthrottled as on AWS. */
  applyCpuShare(): Promise<void>;
  /** What all its processes hold now, in bytes; pages that others share are counted by share. 0 once it has ended. */
  memoryBytes(): Promise<number>;
  /** Highest memory use so far, in bytes. */
  peakMemoryBytes(): Promise<number>;
  /** Stops (and lets go on) every process without ending it: an idle environment takes no CPU. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Ends the whole tree at once, frozen or not. Idempotent. */
  kill(): void;
}

/** The contents of a sandbox's /tmp, which may have ended meanwhile. */
export interface TemporaryFiles {
  /** Lets go of them; they are gone with their last sandbox. Idempotent. */
  close(): Promise<void>;
}

export interface SandboxExit {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** True when the kernel's (or the watchdog's) memory limit ended a process of this sandbox. */
  oomKilled: boolean;
  /** What ended it when that was neither the code inside nor us: a part of the host that it can't go on without. */
  hostFault?: string;
}

/** One promise of isolation and what keeps it, or why it can't be kept on this host. Shown in the banner and the console. */
export interface IsolationFact {
  what:
    | "processes"
    | "files"
    | "network"
    | "system calls"
    | "user"
    | "memory"
    | "cpu"
    | "process count"
    | "open files"
    | "temporary storage";
  enforced: boolean;
  /** For instance `cgroup v1 memory limit`, or the reason why not. */
  by: string;
}

/** Whether programs for another processor than the host's can run, by emulation. */
export type Emulation = { architecture: Architecture } & (
  | { works: true /** Whether emulated programs can start further ones. */; childProcesses: boolean }
  | { works: false; reason: string; remedy: string }
);

/** Starts sandboxes. A fault of the user's code ends in `SandboxExit`; only our own or the host's faults throw. */
export interface SandboxDriver {
  readonly name: "bwrap" | "oci" | "unsafe-process";
  /** Of `oci`: which runtime, as it was asked for. */
  readonly runtime?: string;
  readonly isolation: readonly IsolationFact[];
  /** Found out in the background; until then not available, and the reason says so. */
  readonly internetAccess: InternetAccess;
  /** Undefined for a driver that runs programs of the host's own architecture alone. */
  readonly emulation?: Emulation;
  /** Whether its sandboxes have a loopback of their own, so that `SandboxStart.listeners` can be asked for. */
  readonly offersListeners: boolean;
  /** Whether a sandbox that was started without a function can be given this one; false makes a pool pass it over. */
  canAssign(assignment: SandboxAssignment): boolean;
  start(options: SandboxStart): Promise<Sandbox>;
  /** Ends every sandbox of this driver and removes what it keeps on the host. */
  close(): Promise<void>;
}

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { STATUS_FD } from "../../bwrap-arguments.ts";
import { anonymousBytes, type ProcessPlace, readProcessPlace } from "../../process-tree.ts";
import { LOGS_PIPE } from "../../root-filesystem.ts";
import { type Launch, limitProcesses, type SandboxLauncher } from "../../sandbox-launcher.ts";
import type { SeccompArchitecture } from "../../seccomp/filter.ts";
import { becomeUser, quote, type WaitingShell } from "../../waiting-shell.ts";
import { STATE, writeBundle } from "../bundle.ts";
import { filesIn } from "../oci-configuration.ts";
import { explainOciFailure } from "../oci-requirements.ts";
import { buildOciSeccomp } from "../oci-seccomp.ts";
import { gvisorConfiguration } from "./gvisor-configuration.ts";
import { findKernel, listOwn, memoryFileBytes, rootOf } from "./gvisor-processes.ts";
import { makeNamedPipe, readNamedPipe } from "./named-pipe.ts";

const MIB = 1024 * 1024;
/** By ptrace, a process inside was seen to take 9 when it waits, 16 in a fork bomb, more when many of them compute. */
const THREADS_PER_PROCESS = 16;
/** In the folder of a launch. */
const LOGS = "logs";
/**
 * In the launcher's folder: where each sandbox's mount namespace has its /tmp. It stays for as long as one could be held, as the kernel
 * takes off what is mounted on a folder that goes.
 */
const TEMPORARY = "tmp";

/**
 * Sandboxes by gVisor's runsc: the host's kernel sees a process that is the sandbox's kernel, and no call of what runs inside.
 *
 * All of it is started by the sandbox's host user, as an ordinary user does, in a process namespace of ours, which ends
 * with this process or by one SIGKILL. A container gets its first three descriptors alone, which are sockets as they are:
 * control channel, output and error. The log channel is a named pipe of the host.
 */
export class GvisorLauncher implements SandboxLauncher {
  readonly name = "oci";
  readonly offers = {
    listeners: false,
    internet: false,
    emulation: "none",
    // A stop of processes that it traces ended the kernel, 1 time in some 500.
    stops: false,
    laterMounts: false,
  } as const;
  readonly isolation = {
    files: "gVisor's file systems: a minimal read-only root, read-only code, and /tmp; /dev is memory of the function",
    network: "gVisor's own network, with loopback only",
    "system calls":
      "gVisor's kernel, which has the allow-list as well; its own calls to the host are filtered, and no capabilities inside",
    "process count": `RLIMIT_NPROC of gVisor's kernel; around it a limit on its threads on the host, ${THREADS_PER_PROCESS} for each process`,
  };
  readonly runtime: string;
  /** A kernel's own memory was seen to be 10 to 40 MB. */
  readonly own = {
    processes: 256,
    processesPerProcess: THREADS_PER_PROCESS,
    memoryBytes: 96 * MIB,
    openFiles: 16_384,
  };
  readonly endAtProcessLimit =
    "gVisor's kernel couldn't go on: what runs in the sandbox takes more threads of this host than a sandbox may have. A function with fewer processes at a time does without.";
  readonly folder: string;
  readonly #runtimePath: string;
  /** As the mount namespaces of sandboxes have it. */
  #temporaryFolder = "";
  readonly #seccomp = buildOciSeccomp(process.arch as SeccompArchitecture);

  constructor(runtime: string, runtimePath: string, directory: string) {
    this.runtime = runtime;
    this.#runtimePath = runtimePath;
    this.folder = join(directory, "launches");
  }

  prepare() {
    mkdirSync(join(this.folder, TEMPORARY), { recursive: true });
    return [];
  }

  launch(launch: Launch) {
    const { id, launcherFolder, uid, processes } = launch;
    const bundle = join(launcherFolder!, id);
    const temporaryFolder = join(launcherFolder!, TEMPORARY);
    this.#temporaryFolder = temporaryFolder;
    const command = commandInside(launch);
    const configuration = gvisorConfiguration({
      ...launch,
      seccomp: this.#seccomp,
      command,
      logsPipe: join(bundle, LOGS),
      temporaryFolder,
    });
    writeBundle(join(this.folder, id), configuration, uid);
    makeNamedPipe(join(this.folder, id, LOGS));
    const runsc = [
      ...[
        this.#runtimePath,
        "--root",
        join(bundle, STATE),
        "--rootless",
        "--ignore-cgroups",
        "--host-fifo=open",
        "--oci-seccomp",
        "--overlay2=none",
      ],
      ...["--network=none", "run", "--bundle", bundle, id],
    ];
    const words = [
      ...becomeUser(launch),
      ...["setpriv", "--pdeathsig", "KILL", "unshare", "--user", "--map-root-user"],
      ...["--pid", "--fork", "--kill-child", "--mount", "--propagation", "slave", "--mount-proc"],
      ...limitProcesses(
        processes * THREADS_PER_PROCESS + this.own.processes,
        runsc,
        mountsAround(launch, temporaryFolder),
      ),
    ];
    return `exec ${words.map(quote).join(" ")} <&3 3>&- 4>&-`;
  }

  findInit({ child }: WaitingShell) {
    let kernel: ProcessPlace | undefined;
    return () => {
      if (child.exitCode === null && child.signalCode === null) kernel ??= findKernel(child.pid!);
      return kernel;
    };
  }

  launched({ status }: WaitingShell) {
    return new Promise<void>((resolve) => {
      status.once("data", () => resolve()).once("close", resolve);
    });
  }

  /** The process that waits for all others is in the namespace in which it is mounted. */
  temporaryPlace({ child }: WaitingShell) {
    const process = readProcessPlace(child.pid!);
    return process && { process, folder: this.#temporaryFolder };
  }

  listOwn({ child }: WaitingShell, init: ProcessPlace) {
    return listOwn(child.pid!, init.processId);
  }

  /** gVisor's /dev/shm is memory of the kernel, which is counted as a whole. */
  memoryFileSystems(init: ProcessPlace) {
    return { tmp: `${rootOf(init)}/tmp`, others: [] };
  }

  /** Some things that a function makes a kernel keep, buffers of sockets for instance, are the kernel's own memory here. */
  heldBytes(init: ProcessPlace) {
    const surplusBytes = Math.max(0, anonymousBytes([init.processId]) - this.own.memoryBytes);
    const bytes = memoryFileBytes(init);
    return bytes === undefined ? undefined : bytes + surplusBytes;
  }

  openLogs(id: string, { child }: WaitingShell) {
    return readNamedPipe(join(this.folder, id, LOGS), child);
  }

  clear(id: string) {
    rmSync(join(this.folder, id), { recursive: true, force: true });
  }

  explain(complaint: string) {
    return explainOciFailure(complaint, this.#runtimePath);
  }
}

/** gVisor's own tmpfs would be memory of the function; this one has a size, which the host's kernel keeps. */
function mountsAround(launch: Launch, temporaryFolder: string): string {
  const { rootFilesystem, ephemeralStorageMb, waitsForFiles } = launch;
  const root = quote(rootFilesystem);
  const bytes = ephemeralStorageMb * MIB;
  const options = `size=${bytes},nr_inodes=${filesIn(bytes)},mode=1777,nosuid,nodev`;
  return [
    `mount --bind -o ro,nosuid,nodev ${root} ${root}`,
    `mount -t tmpfs -o ${options} tmpfs ${quote(temporaryFolder)}`,
    `echo >&${STATUS_FD}`,
    `exec ${STATUS_FD}>&-`,
    ...(waitsForFiles ? ["read -r line"] : []),
    'exec "$@"',
  ].join(" && ");
}

/**
 * A shell that gives the command its descriptors and waits for it: the end of a first process, which signals are spared, would be told
 * differently. It keeps none of them, or their end wouldn't be seen outside. What it adds to the environment goes.
 */
function commandInside({ command, environment }: Launch): string[] {
  const added = ["HOME", "PWD", "OLDPWD", "SHLVL", "_"].filter((name) => !(name in environment));
  const script = [
    `unset ${added.join(" ")}`,
    `exec 3<&0 4>/${LOGS_PIPE} </dev/null`,
    '"$@" &',
    "exec 3>&- 4>&- >/dev/null 2>&1",
    "wait $!",
  ].join("\n");
  return ["/bin/sh", "-c", script, "sh", ...command];
}

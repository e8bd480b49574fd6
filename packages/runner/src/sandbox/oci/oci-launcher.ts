import { rmSync } from "node:fs";
import { join } from "node:path";
import { CHANNEL_FD, STATUS_FD } from "../bwrap-arguments.ts";
import { findNamespaceInit, type ProcessPlace, readProcessPlace } from "../process-tree.ts";
import { HIDDEN_SHELL } from "../root-filesystem.ts";
import { type Launch, limitProcesses, type SandboxLauncher } from "../sandbox-launcher.ts";
import type { SeccompArchitecture } from "../seccomp/filter.ts";
import { becomeUser, quote, type WaitingShell } from "../waiting-shell.ts";
import { STATE, writeBundle } from "./bundle.ts";
import { hideControlGroups, makeStandIn } from "./hide-control-groups.ts";
import { ociConfiguration } from "./oci-configuration.ts";
import { explainOciFailure } from "./oci-requirements.ts";
import { familyOf } from "./oci-runtimes.ts";
import { buildOciSeccomp } from "./oci-seccomp.ts";

const MIB = 1024 * 1024;
/** Where standard output and error of the sandbox pass by the runtime, which would copy each byte of them. */
const OUTPUT_FD = 5;
const ERROR_FD = 6;
/** Where the first process inside says that it runs. */
const LAUNCHED_FD = 7;
/** Node.js's message channel, where there is one: its usual place is taken. */
const CHANNEL_FD_INSIDE = 8;
/** A user namespace of one user, who is root in there, and nothing else is. */
const ONE_USER = ["--user", "--map-root-user"];
/** In the launcher's folder: stands for the hierarchies of control groups. */
const STAND_IN = "cgroup";
/**
 * Its state is in a folder of its own, so it needs no name of its own; and one that no control group has: runc enters
 * a v2 group of this name beside its own one, which is ours, where it only may forgo making one.
 */
const CONTAINER = "container";
/** The first one that a runtime would close. */
const FIRST_PRESERVED_FD = 3;
/** The runtime lives in a process namespace of ours, and the sandbox in one of the runtime's. */
const NAMESPACE_DEPTH = 2;

/**
 * Sandboxes by any OCI runtime that runs a container in the foreground (runc, crun).
 *
 * A runtime's container outlives the runtime when that is killed. So the runtime is the first process of a process
 * namespace of ours, which ends with this process or by one SIGKILL, and the container with it. It sees no control
 * groups: the sandbox's own one is around all of it, and the runtime would make more.
 */
export class OciLauncher implements SandboxLauncher {
  readonly name = "oci";
  /** The first process inside may not be read, by an interpreter neither: so the kernel has to start that. */
  readonly offers = {
    listeners: true,
    internet: true,
    emulation: "by kernel",
    stops: true,
    laterMounts: true,
  } as const;
  readonly runtime: string;
  /** `unshare`, and the threads of the runtime, a Go program for the most; what these have of memory is 2 to 4 MB. */
  readonly own = { processes: 32, memoryBytes: 8 * MIB };
  /** The first process inside is hidden from all but root, by which its network couldn't be found. */
  readonly isInNetwork = true;
  readonly folder: string;
  readonly #runtimePath: string;
  readonly #seccomp = buildOciSeccomp(process.arch as SeccompArchitecture);
  #setupUid: number | undefined;

  constructor(runtime: string, runtimePath: string, directory: string) {
    this.runtime = runtime;
    this.#runtimePath = runtimePath;
    this.folder = join(directory, "launches");
  }

  prepare(rootFilesystem: string, setupUid: number | undefined) {
    this.#setupUid = setupUid;
    makeStandIn(join(this.folder, STAND_IN));
    return this.#surroundings(rootFilesystem, this.folder, setupUid === undefined ? ONE_USER : []);
  }

  launch(launch: Launch) {
    const { id, rootFilesystem, launcherFolder, listenPorts, uid, outerUserNamespace } = launch;
    const channelFd = listenPorts && CHANNEL_FD_INSIDE;
    // Its network is made and set up by its own host user. So that user starts all of it, as an ordinary user does.
    const isUsersOwn = outerUserNamespace && uid !== undefined;
    const configuration = ociConfiguration({
      ...launch,
      uid: isUsersOwn ? undefined : uid,
      command: commandInside(launch, channelFd),
      channelFd,
      seccomp: this.#seccomp,
      setupUid: isUsersOwn ? undefined : this.#setupUid,
    });
    writeBundle(join(this.folder, id), configuration, isUsersOwn ? uid : undefined);
    const bundle = join(launcherFolder!, id);
    const preserved = (channelFd ?? LAUNCHED_FD) - FIRST_PRESERVED_FD + 1;
    const command = [
      ...["--root", join(bundle, STATE), ...familyOf(this.#runtimePath).globalArguments],
      ...["run", "--bundle", bundle, "--preserve-fds", `${preserved}`, "--no-new-keyring", CONTAINER],
    ].map(quote);
    const around = outerUserNamespace
      ? [...becomeUser(launch), ...this.#surroundings(rootFilesystem, launcherFolder!, [...ONE_USER, "--net"])].map(
          quote,
        )
      : [...enterNamespaces(launch).map(quote), '"$@"'];
    // From left to right: none is put in a place that another is still taken from.
    const moved = [
      ...(channelFd === undefined ? [] : [`${channelFd}>&${CHANNEL_FD}`]),
      ...[`${LAUNCHED_FD}>&${STATUS_FD}`, `${OUTPUT_FD}>&1`, `${ERROR_FD}>&2`],
    ];
    return `exec ${[...around, ...command, ...moved].join(" ")}`;
  }

  findInit({ child }: WaitingShell) {
    let init: ProcessPlace | undefined;
    return () => {
      if (init === undefined && child.exitCode === null && child.signalCode === null) {
        const processId = findNamespaceInit(child.pid!, NAMESPACE_DEPTH);
        init = processId === undefined ? undefined : readProcessPlace(processId);
      }
      return init;
    };
  }

  /** A runtime may have opened a folder that it hasn't mounted yet: what is mounted on that meanwhile would be missed. */
  launched({ status }: WaitingShell) {
    return new Promise<void>((resolve) => {
      status.once("data", () => resolve()).once("close", resolve);
    });
  }

  clear(id: string) {
    rmSync(join(this.folder, id), { recursive: true, force: true });
  }

  explain(complaint: string) {
    return explainOciFailure(complaint, this.#runtimePath);
  }

  /**
   * The namespaces around the runtime, and the runtime without its arguments. Mounts that are made for a sandbox
   * later have to come through, so the mount namespace follows the one that it is made from.
   * @param further namespaces beside those that every sandbox has.
   */
  #surroundings(rootFilesystem: string, folder: string, further: readonly string[]): string[] {
    const root = quote(rootFilesystem);
    const prepare = [
      hideControlGroups(familyOf(this.#runtimePath), join(folder, STAND_IN)),
      // A container's / is mounted as the folder is that it is made of.
      `mount --bind -o ro,nosuid,nodev ${root} ${root}`,
      'exec "$@"',
    ].join(" && ");
    return [
      ...["setpriv", "--pdeathsig", "KILL", "unshare", ...further],
      ...["--pid", "--fork", "--kill-child", "--mount", "--propagation", "slave", "--mount-proc"],
      ...["/bin/sh", "-c", prepare, "sh", this.#runtimePath],
    ];
  }
}

/** As this process' own user. */
function enterNamespaces({ mountNamespaceFile, userNamespaceFile }: Launch): string[] {
  const entered = [
    ...(mountNamespaceFile === undefined ? [] : [`--mount=${mountNamespaceFile}`]),
    ...(userNamespaceFile === undefined ? [] : [`--user=${userNamespaceFile}`, "--preserve-credentials"]),
  ];
  return entered.length === 0 ? [] : ["nsenter", ...entered];
}

/**
 * The first process in a process namespace is spared the signals that it hasn't asked for, its own ones too: that is a
 * shell, which waits for the command, and can't be looked into by it. It keeps none of the command's descriptors, or their end wouldn't be seen outside.
 *
 * Standard streams are those of the host, not the runtime's copies. Input is nothing; and what a runtime or a shell adds
 * to the environment goes, unless it was asked for.
 */
function commandInside({ command, processes, environment }: Launch, channelFd: number | undefined): string[] {
  const added = ["HOME", "PWD", "OLDPWD", "SHLVL", "_"].filter((name) => !(name in environment));
  const closed = [3, 4, ...(channelFd === undefined ? [] : [channelFd])].map((fd) => `${fd}>&-`);
  const script = [
    `echo >&${LAUNCHED_FD}; exec ${LAUNCHED_FD}>&-`,
    `unset ${added.join(" ")}`,
    `exec </dev/null >&${OUTPUT_FD} 2>&${ERROR_FD} ${OUTPUT_FD}>&- ${ERROR_FD}>&-`,
    '"$@" &',
    `exec ${closed.join(" ")} >/dev/null 2>&1`,
    "wait $!",
  ].join("\n");
  // The shell is one of the user's processes.
  const [, ...rest] = limitProcesses(processes + 1, command, script);
  return [`/${HIDDEN_SHELL}`, ...rest];
}

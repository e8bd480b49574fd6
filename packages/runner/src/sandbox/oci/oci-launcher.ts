import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHANNEL_FD, STATUS_FD } from "../bwrap-arguments.ts";
import { findNamespaceInit, type ProcessPlace, readProcessPlace } from "../process-tree.ts";
import { HIDDEN_SHELL } from "../root-filesystem.ts";
import type { SandboxStart } from "../sandbox.port.ts";
import { type Launch, limitProcesses, type SandboxLauncher } from "../sandbox-launcher.ts";
import type { SeccompArchitecture } from "../seccomp/filter.ts";
import { quote, type WaitingShell } from "../waiting-shell.ts";
import { hideControlGroups } from "./hide-control-groups.ts";
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
  readonly offersListeners = true;
  readonly runtime: string;
  /** `unshare`, and the threads of the runtime, a Go program for the most; what these have of memory is 2 to 4 MB. */
  readonly own = { processes: 32, memoryBytes: 8 * MIB };
  readonly #runtimePath: string;
  readonly #bundles: string;
  readonly #state: string;
  readonly #cgroupDirectory: string;
  readonly #seccomp = buildOciSeccomp(process.arch as SeccompArchitecture);
  #rootFilesystem = "";
  #setupUid: number | undefined;

  constructor(runtime: string, runtimePath: string, directory: string) {
    this.runtime = runtime;
    this.#runtimePath = runtimePath;
    this.#bundles = join(directory, "bundles");
    this.#state = join(directory, "state");
    this.#cgroupDirectory = join(directory, "cgroup");
  }

  prepare(rootFilesystem: string, setupUid: number | undefined) {
    this.#rootFilesystem = rootFilesystem;
    this.#setupUid = setupUid;
    // What a killed predecessor had begun.
    for (const folder of [this.#bundles, this.#state]) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { mode: 0o700 });
    }
    return this.#surroundings(setupUid === undefined);
  }

  refusal({ architecture, network }: SandboxStart) {
    const own = process.arch === "arm64" ? "arm64" : "x86_64";
    const offer = "Choose bwrap with --sandbox or LAMBENT_SANDBOX for that.";
    if (architecture !== own) return `Sandboxes of ${this.runtime} run programs for ${own} alone. ${offer}`;
    if (network !== "none") return `Sandboxes of ${this.runtime} have no network. ${offer}`;
    return undefined;
  }

  launch(launch: Launch) {
    const { id, mountNamespaceFile, listenPorts } = launch;
    const channelFd = listenPorts && CHANNEL_FD_INSIDE;
    const bundle = join(this.#bundles, id);
    mkdirSync(bundle, { mode: 0o700 });
    const configuration = ociConfiguration({
      ...launch,
      command: commandInside(launch, channelFd),
      channelFd,
      rootFilesystem: this.#rootFilesystem,
      seccomp: this.#seccomp,
      setupUid: this.#setupUid,
    });
    writeFileSync(join(bundle, "config.json"), JSON.stringify(configuration));
    const enter = mountNamespaceFile === undefined ? "" : `nsenter --mount=${quote(mountNamespaceFile)} `;
    const preserved = (channelFd ?? LAUNCHED_FD) - FIRST_PRESERVED_FD + 1;
    const run = ["run", "--bundle", bundle, "--preserve-fds", `${preserved}`, "--no-new-keyring", id];
    // From left to right: none is put in a place that another is still taken from.
    const moved = [
      ...(channelFd === undefined ? [] : [`${channelFd}>&${CHANNEL_FD}`]),
      ...[`${LAUNCHED_FD}>&${STATUS_FD}`, `${OUTPUT_FD}>&1`, `${ERROR_FD}>&2`],
    ];
    return `exec ${enter}"$@" ${run.map(quote).join(" ")} ${moved.join(" ")}`;
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
    for (const folder of [this.#bundles, this.#state]) rmSync(join(folder, id), { recursive: true, force: true });
  }

  explain(complaint: string) {
    return explainOciFailure(complaint, this.#runtimePath);
  }

  /**
   * The namespaces around the runtime, and the runtime without its last arguments. Mounts that are made for a sandbox
   * later have to come through, so the mount namespace follows the one that it is made from.
   */
  #surroundings(isOrdinaryUser: boolean): string[] {
    const family = familyOf(this.#runtimePath);
    const root = quote(this.#rootFilesystem);
    const prepare = [
      hideControlGroups(family, this.#cgroupDirectory),
      // A container's / is mounted as the folder is that it is made of.
      `mount --bind -o ro,nosuid,nodev ${root} ${root}`,
      'exec "$@"',
    ].join(" && ");
    return [
      ...["setpriv", "--pdeathsig", "KILL", "unshare", ...(isOrdinaryUser ? ["--user", "--map-root-user"] : [])],
      ...["--pid", "--fork", "--kill-child", "--mount", "--propagation", "slave", "--mount-proc"],
      ...["/bin/sh", "-c", prepare, "sh"],
      ...[this.#runtimePath, "--root", this.#state, ...family.globalArguments],
    ];
  }
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

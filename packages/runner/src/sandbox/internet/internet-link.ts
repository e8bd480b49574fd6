import { type ChildProcess, execFile } from "node:child_process";
import { once } from "node:events";
import type { Duplex } from "node:stream";
import { promisify } from "node:util";
import type { ControlGroup } from "../cgroup.port.ts";
import { becomeUser, EXIT_CODE_NOT_IN_GROUP, LAUNCH_ENVIRONMENT, quote, spawnWithout } from "../waiting-shell.ts";
import { filterRules, hostAddressRules } from "./refused-addresses.ts";

const run = promisify(execFile);

/** Larger packets are fewer: nothing but memory lies between slirp4netns and the sandbox. Its own maximum. */
const MTU = 65_520;
const CONTROL_FD = 3;
const READY_FD = 4;
/** Only a host that stands still needs longer. */
const CONNECT_LIMIT_MS = 10_000;
const COMPLAINT_LENGTH = 2_000;
/** What slirp4netns writes to standard error when all is well. */
const SMALL_TALK = /^(WARNING: Support for seccomp|(sent|received) tapfd)/;

/**
 * Run as the sandbox's own host user, which owns the user namespace around the sandbox's and so has every right over its
 * network; the sandbox itself has none. The filter stands before there is anything to filter. slirp4netns wants a process
 * that is in both namespaces: the shell that loads the filter stays until the interface is there.
 */
const CONNECT = `
read -r launcher child <&${CONTROL_FD} || exit 1
between=$(nsenter --preserve-credentials --user=/proc/$launcher/ns/user --net=/proc/$child/ns/net /bin/sh -c \
  'nft "$1" && echo $$ && exec >&- 2>&- && read -r _ <&${CONTROL_FD}' sh "$1" ${READY_FD}>&- &)
[ -n "$between" ] || exit 1
shift
exec slirp4netns "$@" --ready-fd=${READY_FD} --exit-fd=${CONTROL_FD} "$between" tap0
`;

export interface InternetLinkOptions {
  /** Its own, not the sandbox's: what the packets need isn't the function's memory. */
  group: ControlGroup | undefined;
  /** The sandbox's host user; undefined when this process can only stay what it is. */
  uid: number | undefined;
  /** Mount namespace in which that user may open /dev/net/tun. */
  mountNamespaceFile: string | undefined;
  /** Parent of the user namespace around the sandbox's own, when that isn't the host's. */
  userNamespaceFile?: string;
  /** Bounds the connections at a time: each takes one. */
  openFiles: number;
  /** Whether slirp4netns finds the name servers from within a root of its own, see `InternetTools`. */
  sandboxed: boolean;
  /** Descriptors of this process that its children would inherit. */
  inheritedFds: readonly number[];
  hostAddresses: readonly string[];
}

/** slirp4netns for one sandbox: started beside it, connected once its namespaces are there, ended with it. */
export class InternetLink {
  /** Settles with the reason when it isn't there any more, asked to end or not. */
  readonly ended: Promise<string>;
  readonly group: ControlGroup | undefined;
  hostAddresses: readonly string[];
  readonly #child: ChildProcess;
  readonly #user: Pick<InternetLinkOptions, "uid" | "userNamespaceFile">;
  readonly #control: Duplex;
  readonly #ready: Duplex;
  #namespaces: readonly string[] | undefined;
  #complaint = "";

  private constructor(child: ChildProcess, { group, uid, userNamespaceFile, hostAddresses }: InternetLinkOptions) {
    this.#child = child;
    this.group = group;
    this.#user = { uid, userNamespaceFile };
    this.hostAddresses = hostAddresses;
    const streams = child.stdio as unknown as (Duplex | null)[];
    this.#control = streams[CONTROL_FD]!;
    this.#ready = streams[READY_FD]!;
    for (const stream of streams) stream?.on("error", () => undefined);
    child.stderr!.on("data", (chunk) => {
      this.#complaint = (this.#complaint + chunk).slice(-COMPLAINT_LENGTH);
    });
    this.ended = this.#watchEnd();
  }

  /** @throws when the host can't start a process. */
  static async start(options: InternetLinkOptions): Promise<InternetLink> {
    const { group, uid, mountNamespaceFile, userNamespaceFile } = options;
    const command = [
      ...becomeUser({ uid, mountNamespaceFile, userNamespaceFile }),
      ...["/bin/sh", "-c", CONNECT, "sh", filterRules(options.hostAddresses)],
      ...["--configure", `--mtu=${MTU}`, "--disable-host-loopback", "--enable-seccomp"],
      ...(options.sandboxed ? ["--enable-sandbox"] : []),
    ];
    const script = [
      ...(group?.joinFiles ?? []).map((file) => `echo 0 > ${quote(file)} || exit ${EXIT_CODE_NOT_IN_GROUP}`),
      "ulimit -c 0",
      `ulimit -n ${options.openFiles} 2>/dev/null`,
      'exec "$@"',
    ].join("\n");
    const stdio: ("ignore" | "pipe")[] = ["ignore", "ignore", "pipe", "pipe", "pipe"];
    const child = spawnWithout(options.inheritedFds, ["/bin/sh", "-c", script, "sh", ...command], stdio);
    if (child.pid === undefined) throw (await once(child, "error"))[0];
    return new InternetLink(child, options);
  }

  /**
   * Loads the filter, then brings up the interface.
   * @param launcherId a process in the user namespace around the sandbox's own.
   * @param childId a process in the sandbox's network namespace.
   * @throws what went wrong; the sandbox has no network then.
   */
  async connect(launcherId: number, childId: number): Promise<void> {
    this.#namespaces = [`--user=/proc/${launcherId}/ns/user`, `--net=/proc/${childId}/ns/net`];
    this.#control.write(`${launcherId} ${childId}\n`);
    let timer: NodeJS.Timeout | undefined;
    const failure = await Promise.race([
      once(this.#ready, "data").then(() => undefined),
      this.ended,
      new Promise<string>((resolve) => {
        timer = setTimeout(resolve, CONNECT_LIMIT_MS, `slirp4netns wasn't ready after ${CONNECT_LIMIT_MS / 1000} s`);
      }),
    ]);
    clearTimeout(timer);
    if (failure !== undefined) throw new Error(failure);
    this.#control.write("\n");
  }

  /** @throws when the filter can't be changed; what it refused before stays refused. */
  async refuseHostAddresses(hostAddresses: readonly string[]): Promise<void> {
    if (!this.#namespaces) return;
    this.hostAddresses = hostAddresses;
    const [program, ...args] = [
      ...becomeUser(this.#user),
      ...["nsenter", "--preserve-credentials", ...this.#namespaces, "nft", hostAddressRules(hostAddresses)],
    ];
    await run(program!, args, { env: LAUNCH_ENVIRONMENT });
  }

  /** Ends it; settles when it is gone and its control group, too. */
  async close(): Promise<void> {
    this.#control.destroy();
    this.#child.kill("SIGKILL");
    this.group?.kill();
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, "exit");
    await this.group?.remove();
  }

  async #watchEnd(): Promise<string> {
    const [code, signal] = await once(this.#child, "exit");
    // The shell between the namespaces may still wait for a word from here.
    this.#control.destroy();
    this.#ready.destroy();
    const complaints = this.#child.stderr!;
    if (!complaints.closed) await once(complaints, "close");
    const lines = this.#complaint.split("\n").filter((line) => line && !SMALL_TALK.test(line));
    return [`slirp4netns ended with ${signal ?? code}`, ...lines].join("; ");
  }
}

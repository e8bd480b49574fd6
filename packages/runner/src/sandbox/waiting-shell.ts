import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import type { Duplex, Readable, Writable } from "node:stream";
import { readTogether } from "../wire/read-together.ts";
import { CHANNEL_FD, STATUS_FD } from "./bwrap-arguments.ts";

/** All that the launching processes know: bwrap's own environment can be read inside as /proc/1/environ. */
export const LAUNCH_ENVIRONMENT = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" } as const;
/** The shell couldn't enter its control groups. */
export const EXIT_CODE_NOT_IN_GROUP = 120;
const BASH = "/bin/bash";

export interface WaitingShellOptions {
  /** Files to write `0` to; empty without control groups. */
  joinFiles: readonly string[];
  /** Arguments of the program that are the same for every sandbox. */
  commonArguments: readonly string[];
  /** Descriptors of this process that its children would inherit. */
  inheritedFds: readonly number[];
}

/**
 * A shell that has entered its control groups and waits to be told what to become; it ends when this process does.
 *
 * Only a process that isn't there yet can be placed in groups without a race, so something has to enter them before
 * the sandbox's program runs. That takes longest of all (v1: 3 to 11 ms until every processor has noticed), as does the fork of a large
 * server; a shell that did both beforehand leaves three execs to the start itself. As every step replaces the one
 * before, the process held here is that program in the end.
 */
export class WaitingShell {
  readonly child: ChildProcess;
  readonly control: Duplex;
  readonly logs: Readable;
  /** What the program tells about itself; bwrap writes lines of JSON about its child. */
  readonly status: Readable;
  readonly #input: Writable;
  readonly #endMark: string;

  private constructor(child: ChildProcess, endMark: string) {
    const streams = [...child.stdio] as Duplex[];
    this.child = child;
    this.control = streams[3] = readTogether(streams[3]!);
    this.logs = streams[4]!;
    this.status = streams[STATUS_FD]!;
    this.#input = streams[0]!;
    this.#endMark = endMark;
    // A reset by a dying process is told by its exit; without a listener it would end the server.
    for (const stream of streams) stream?.on("error", () => undefined);
    child.on("error", () => undefined);
    // As Node.js does with the streams that it made: a channel that nobody has read would never be seen to end.
    child.once("exit", () => this.control.resume());
    // An idle sandbox must not keep this process from ending.
    child.channel?.unref();
  }

  /** @throws when the host can't start a process. */
  static async start({ joinFiles, commonArguments, inheritedFds }: WaitingShellOptions): Promise<WaitingShell> {
    const closesInherited = inheritedFds.length > 0 && existsSync(BASH);
    // Nothing in the instructions can pass for their end.
    const endMark = randomUUID();
    const script = [
      // Only bash can name a descriptor above 9; where there is none, /dev/null takes the descriptor's place.
      ...(closesInherited ? inheritedFds.map((fd) => `exec ${fd}>&-`) : []),
      ...joinFiles.map((file) => `echo 0 > ${quote(file)} || exit ${EXIT_CODE_NOT_IN_GROUP}`),
      "ulimit -c 0",
      "unset NODE_CHANNEL_FD NODE_CHANNEL_SERIALIZATION_MODE",
      // When the whole host runs out of memory, a sandbox goes first.
      "echo 500 > /proc/self/oom_score_adj 2>/dev/null",
      // What runs here takes its turn without interrupting others: a server that has woken one sandbox goes on to wake
      // the next (https://man7.org/linux/man-pages/man7/sched.7.html). What every process may do to itself.
      "chrt --batch --pid 0 $$ 2>/dev/null",
      "instructions=",
      "while IFS= read -r line; do",
      `[ "$line" = ${endMark} ] && eval "$instructions"`,
      'instructions="$instructions\n$line"',
      "done",
    ].join("\n");
    const stdio: ("ignore" | "pipe" | "ipc" | number)[] = ["pipe", "pipe", "pipe", "pipe", "pipe", "pipe"];
    stdio[CHANNEL_FD] = "ipc";
    const shell = closesInherited ? BASH : "/bin/sh";
    // Its input is a socket: bash would take that for a remote login and read ~/.bashrc.
    const norc = closesInherited ? ["--norc"] : [];
    const command = [shell, ...norc, "-c", script, "sh", ...commonArguments];
    const child = spawnWithout(closesInherited ? [] : inheritedFds, command, stdio);
    if (child.pid === undefined) throw (await once(child, "error"))[0];
    return new WaitingShell(child, endMark);
  }

  get isWaiting(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /**
   * @param line shell that replaces the shell by a program; `"$@"` are the common arguments.
   * @param openFiles the most descriptors that the program and all below it may have.
   * @param keepsChannel whether what runs inside gets the message channel; otherwise it is closed on both sides.
   */
  become(line: string, openFiles: number, keepsChannel: boolean) {
    const close = keepsChannel ? "" : `exec ${CHANNEL_FD}>&-\n`;
    // Refused where the hard limit is lower already.
    this.#input.end(`ulimit -n ${openFiles} 2>/dev/null\n${close}${line}\n${this.#endMark}\n`);
    if (!keepsChannel && this.child.connected) this.child.disconnect();
  }
}

export interface Become {
  uid?: number | undefined;
  mountNamespaceFile?: string | undefined;
  userNamespaceFile?: string | undefined;
}

/** The words in front of a command that make it run as that user, in those namespaces. */
export function becomeUser({ uid, mountNamespaceFile, userNamespaceFile }: Become): string[] {
  // One exec in any case; nsenter needs more rights, so it is used just where a namespace demands it.
  if (userNamespaceFile || (mountNamespaceFile && uid !== undefined)) {
    const entered = [
      ...(mountNamespaceFile ? [`--mount=${mountNamespaceFile}`] : []),
      ...(userNamespaceFile ? [`--user=${userNamespaceFile}`] : []),
    ];
    const user = uid === undefined ? ["--preserve-credentials"] : ["-S", `${uid}`, "-G", `${uid}`];
    return ["nsenter", ...entered, ...user, "--"];
  }
  if (uid === undefined) return [];
  return ["setpriv", "--reuid", `${uid}`, "--regid", `${uid}`, "--clear-groups", "--inh-caps=-all"];
}

export function quote(text: string): string {
  if (text.includes("\0")) throw new Error("An argument or a variable of a sandbox holds a NUL character.");
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Starts a launching process that has nothing in the place of descriptors of ours that it would inherit. */
export function spawnWithout(
  inheritedFds: readonly number[],
  [program, ...rest]: readonly string[],
  stdio: ("ignore" | "pipe" | "ipc" | number)[],
): ChildProcess {
  const devNull = inheritedFds.length > 0 ? openSync("/dev/null", "r") : undefined;
  try {
    for (const fd of inheritedFds) stdio[fd] = devNull!;
    for (let fd = 0; fd < stdio.length; fd++) stdio[fd] ??= "ignore";
    return spawn(program!, rest, { env: LAUNCH_ENVIRONMENT, stdio });
  } finally {
    if (devNull !== undefined) closeSync(devNull);
  }
}

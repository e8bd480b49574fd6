import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import type { Duplex, Readable, Writable } from "node:stream";
import { SECCOMP_FD, STATUS_FD } from "./bwrap-arguments.ts";

/** All that the launching processes know: bwrap's own environment can be read inside as /proc/1/environ. */
export const LAUNCH_ENVIRONMENT = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" } as const;
/** The shell couldn't enter its control groups. */
export const EXIT_CODE_NOT_IN_GROUP = 120;
const BASH = "/bin/bash";

export interface WaitingShellOptions {
  /** Files to write `0` to; empty without control groups. */
  joinFiles: readonly string[];
  /** bwrap's arguments that are the same for every sandbox. */
  commonArguments: readonly string[];
  /** Descriptors of this process that its children would inherit. */
  inheritedFds: readonly number[];
}

export interface BwrapExec {
  bwrapPath: string;
  seccompFile: string;
  openFiles: number;
  /** bwrap's further arguments, the command included. */
  ownArguments: readonly string[];
  /** The host user to become; undefined when this process isn't root and can only stay what it is. */
  uid?: number;
  /** Mount namespace in which the paths can be reached. */
  mountNamespaceFile?: string;
  /** Puts a user namespace around bwrap's own, from which that user may configure the sandbox's network. */
  outerUserNamespace?: boolean;
}

/**
 * A shell that has entered its control groups and waits to be told what to become; it ends when this process does.
 *
 * Only a process that isn't there yet can be placed in groups without a race, so something has to enter them before
 * bwrap runs. That takes longest of all (v1: 3 to 11 ms until every processor has noticed), as does the fork of a large
 * server; a shell that did both beforehand leaves three execs to the start itself. As every step replaces the one
 * before, the process held here is bwrap in the end.
 */
export class WaitingShell {
  readonly child: ChildProcess;
  readonly control: Duplex;
  readonly logs: Readable;
  /** Lines of JSON about bwrap's child. */
  readonly status: Readable;
  readonly #input: Writable;
  readonly #endMark: string;

  private constructor(child: ChildProcess, endMark: string) {
    const streams = child.stdio as unknown as Duplex[];
    this.child = child;
    this.control = streams[3]!;
    this.logs = streams[4]!;
    this.status = streams[STATUS_FD]!;
    this.#input = streams[0]!;
    this.#endMark = endMark;
    // A reset by a dying process is told by its exit; without a listener it would end the server.
    for (const stream of streams) stream?.on("error", () => undefined);
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
      // When the whole host runs out of memory, a sandbox goes first.
      "echo 500 > /proc/self/oom_score_adj 2>/dev/null",
      "instructions=",
      "while IFS= read -r line; do",
      `[ "$line" = ${endMark} ] && eval "$instructions"`,
      'instructions="$instructions\n$line"',
      "done",
    ].join("\n");
    const stdio: ("ignore" | "pipe" | number)[] = ["pipe", "pipe", "pipe", "pipe", "pipe", "pipe"];
    for (const fd of closesInherited ? [] : inheritedFds) stdio[fd] = devNull();
    for (let fd = 0; fd < stdio.length; fd++) stdio[fd] ??= "ignore";
    const shell = closesInherited ? BASH : "/bin/sh";
    // Its input is a socket: bash would take that for a remote login and read ~/.bashrc.
    const norc = closesInherited ? ["--norc"] : [];
    const child = spawn(shell, [...norc, "-c", script, "sh", ...commonArguments], { env: LAUNCH_ENVIRONMENT, stdio });
    if (child.pid === undefined) throw (await once(child, "error"))[0];
    return new WaitingShell(child, endMark);
  }

  get isWaiting(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  becomeBwrap(options: BwrapExec) {
    const outer = options.outerUserNamespace ? ["unshare", "--user", "--map-root-user", "--"] : [];
    const program = [...becomeUser(options), ...outer, options.bwrapPath].map(quote).join(" ");
    const instructions = [
      // Refused where the hard limit is lower already.
      `ulimit -n ${options.openFiles} 2>/dev/null`,
      `exec ${program} "$@" ${options.ownArguments.map(quote).join(" ")} ${SECCOMP_FD}<${quote(options.seccompFile)} </dev/null`,
    ];
    this.#input.end(`${instructions.join("\n")}\n${this.#endMark}\n`);
  }
}

/** The words in front of a command that make it run as that user. */
export function becomeUser({ uid, mountNamespaceFile }: Pick<BwrapExec, "uid" | "mountNamespaceFile">): string[] {
  if (uid === undefined) return [];
  // Either is one exec; nsenter needs more rights, so it is used just where a path demands it.
  if (mountNamespaceFile) return ["nsenter", `--mount=${mountNamespaceFile}`, "-S", `${uid}`, "-G", `${uid}`, "--"];
  return ["setpriv", "--reuid", `${uid}`, "--regid", `${uid}`, "--clear-groups", "--inh-caps=-all"];
}

export function quote(text: string): string {
  if (text.includes("\0")) throw new Error("An argument or a variable of a sandbox holds a NUL character.");
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

let devNullFd: number | undefined;
export function devNull(): number {
  devNullFd ??= openSync("/dev/null", "r");
  return devNullFd;
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import type { Duplex, Readable } from "node:stream";
import { SECCOMP_FD, STATUS_FD } from "./bwrap-arguments.ts";

/** All that the launching processes know: bwrap's own environment can be read inside as /proc/1/environ. */
export const LAUNCH_ENVIRONMENT = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" } as const;
/** The launching shell couldn't enter its control groups. */
export const EXIT_CODE_NOT_IN_GROUP = 120;
const BASH = "/bin/bash";
const O_CLOEXEC = 0o2000000;

export interface Launch {
  bwrapPath: string;
  bwrapArguments: readonly string[];
  seccompFile: string;
  openFiles: number;
  /** Files to write `0` to; empty without control groups. */
  joinFiles: readonly string[];
  /** The host user to become; undefined when this process isn't root and can only stay what it is. */
  uid?: number;
  /** Mount namespace in which the paths can be reached. */
  mountNamespaceFile?: string;
}

export interface LaunchedProcess {
  child: ChildProcess;
  control: Duplex;
  logs: Readable;
  /** Lines of JSON about bwrap's child. */
  status: Readable;
}

/**
 * Starts bwrap through a shell that first enters the control groups and takes its limits: only a process that is not
 * there yet can be placed without a race. Every step replaces the one before (exec), so the process that we hold is
 * bwrap itself.
 * @throws when the host can't start a process.
 */
export async function launch(options: Launch, inheritedFds: readonly number[]): Promise<LaunchedProcess> {
  const closesInherited = inheritedFds.length > 0 && existsSync(BASH);
  const script = [
    // Only bash can name a descriptor above 9; where there is none, /dev/null takes the descriptor's place.
    ...(closesInherited ? inheritedFds.map((fd) => `exec ${fd}>&-`) : []),
    ...options.joinFiles.map((file) => `echo 0 > ${quote(file)} || exit ${EXIT_CODE_NOT_IN_GROUP}`),
    // Refused where the hard limit is lower already.
    `ulimit -n ${options.openFiles} 2>/dev/null`,
    "ulimit -c 0",
    // When the whole host runs out of memory, a sandbox goes first.
    "echo 500 > /proc/self/oom_score_adj 2>/dev/null",
    `exec ${becomeUser(options)} ${quote(options.bwrapPath)} "$@" ${SECCOMP_FD}<${quote(options.seccompFile)}`,
  ].join("\n");
  const stdio: ("ignore" | "pipe" | number)[] = ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"];
  for (const fd of closesInherited ? [] : inheritedFds) stdio[fd] = devNull();
  for (let fd = 0; fd < stdio.length; fd++) stdio[fd] ??= "ignore";
  const shell = closesInherited ? BASH : "/bin/sh";
  const child = spawn(shell, ["-c", script, "sh", ...options.bwrapArguments], { env: LAUNCH_ENVIRONMENT, stdio });
  if (child.pid === undefined) throw (await once(child, "error"))[0];
  const streams = child.stdio as unknown as (Duplex | null)[];
  return { child, control: streams[3]!, logs: streams[4]!, status: streams[STATUS_FD]! };
}

function becomeUser({ uid, mountNamespaceFile }: Launch): string {
  if (uid === undefined) return "";
  // Either takes one exec; nsenter needs more rights, so it is used just where a path demands it.
  if (mountNamespaceFile) return `nsenter --mount=${quote(mountNamespaceFile)} -S ${uid} -G ${uid} --`;
  return `setpriv --reuid ${uid} --regid ${uid} --clear-groups --inh-caps=-all`;
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Descriptors that this process was started with and that would stay open in its children, sandboxes included. What
 * Node.js opens itself closes on exec.
 */
export function findInheritedFds(): number[] {
  return readdirSync("/proc/self/fd")
    .map(Number)
    .filter((fd) => fd > STATUS_FD && !closesOnExec(fd));
}

function closesOnExec(fd: number): boolean {
  try {
    const flags = /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "latin1"))?.[1] ?? "0";
    return (Number.parseInt(flags, 8) & O_CLOEXEC) !== 0;
  } catch {
    return true; // the descriptor that listed the folder
  }
}

let devNullFd: number | undefined;
function devNull(): number {
  devNullFd ??= openSync("/dev/null", "r");
  return devNullFd;
}

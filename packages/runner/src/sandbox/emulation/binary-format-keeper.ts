import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { basename, dirname } from "node:path";
import { quote } from "../waiting-shell.ts";

/** An ELF executable or shared object, 64 bit, little-endian, for any system, of the machine AArch64 (183). */
const MAGIC = "\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00";
const MASK = "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff";
/**
 * argv[0] is handed on (P), programs are opened by the kernel (O) with their own credentials (C), and the emulator is opened
 * now (F): inside a sandbox its path needn't exist. https://docs.kernel.org/admin-guide/binfmt-misc.html
 */
const FLAGS = "POCF";
const FORMATS = "/proc/sys/fs/binfmt_misc";

/**
 * A user namespace in which the kernel runs arm64 programs by the emulator, also those that a program starts itself.
 *
 * Since Linux 6.7 each user namespace may have such formats of its own, which hold for the namespaces below it. So one
 * process keeps a namespace with the format, for as long as its standard input is open; sandboxes are made below. Nothing
 * changes on the host, and a sandbox can't see or change the format: its file system is mounted in the keeper alone.
 */
export class BinaryFormatKeeper {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @throws what it complained about: an older kernel, or a host that forbids it. */
  static async start(emulator: string): Promise<BinaryFormatKeeper> {
    // By its name alone, as the kernel takes no long paths, and none with a colon.
    const format = `:lambent-arm64:M::${MAGIC}:${MASK}:./${basename(emulator)}:${FLAGS}`;
    const script = [
      "echo up && read -r go",
      `mount -t binfmt_misc binfmt_misc ${FORMATS}`,
      `printf %s ${quote(format)} > ${FORMATS}/register`,
      "echo done",
      "exec cat",
    ].join(" && ");
    const child = spawn("unshare", ["--user", "--mount", "--propagation", "private", "sh", "-c", script], {
      cwd: dirname(emulator),
      env: { PATH: process.env.PATH },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const keeper = new BinaryFormatKeeper(child);
    let complaint = "";
    child.stderr!.on("data", (chunk) => (complaint += chunk));
    for (const stream of [child.stdin!, child.stdout!]) stream.on("error", () => undefined);
    const ended = once(child, "close").then(
      () => Promise.reject(new Error(complaint.trim() || "unshare failed")),
      (error: Error) => Promise.reject(error),
    );
    ended.catch(() => undefined);
    await Promise.race([once(child.stdout!, "data"), ended]);
    mapUsers(child.pid!);
    child.stdin!.write("\n");
    await Promise.race([once(child.stdout!, "data"), ended]);
    // The server may end without waiting for it.
    child.unref();
    for (const stream of [child.stdin!, child.stdout!, child.stderr!]) (stream as Socket).unref();
    return keeper;
  }

  /** @throws when the keeper was ended: another process may have its number by now. */
  get namespaceFile(): string {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      throw new Error("The process that keeps the format of arm64 programs has ended; start the server again.");
    }
    return `/proc/${this.#child.pid}/ns/user`;
  }

  async close(): Promise<void> {
    const child = this.#child;
    const ended = child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined;
    child.ref();
    child.kill("SIGKILL");
    await ended;
  }
}

/**
 * Root keeps all users as they are, so that sandboxes have theirs. An ordinary user may map nobody else, and has to be
 * root in there: the formats' files belong to that user.
 */
function mapUsers(processId: number) {
  const isRoot = process.geteuid?.() === 0;
  if (!isRoot) writeFileSync(`/proc/${processId}/setgroups`, "deny");
  const own = { uid: process.geteuid!(), gid: process.getegid!() };
  for (const kind of ["uid", "gid"] as const) {
    writeFileSync(`/proc/${processId}/${kind}_map`, isRoot ? sameRanges(kind) : `0 ${own[kind]} 1`);
  }
}

/** `inside outside count` lines: what this process' own namespace has, which in a container may be less than all. */
function sameRanges(kind: "uid" | "gid"): string {
  const lines = readFileSync(`/proc/self/${kind}_map`, "latin1").trim().split("\n");
  return lines
    .map((line) => {
      const [inside, , count] = line.trim().split(/\s+/);
      return `${inside} ${inside} ${count}\n`;
    })
    .join("");
}

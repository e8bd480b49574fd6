import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { realpathSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const SEARCHABLE_BY_OTHERS = 0o001;
const READABLE_BY_OTHERS = 0o005;

/**
 * Makes folders reachable to a host user who may not pass their parents (a checkout below /root, a 0700 home).
 *
 * bwrap looks its sources up as the sandbox's own user. So they are bound into a mount namespace of ours, below a folder
 * that everybody may pass, and bwrap starts in there. The parents' other contents stay out of reach, no mount is seen
 * outside, and all of it goes with the process that keeps the namespace, whose standard input ends when we do.
 */
export class Staging {
  readonly #root: string;
  readonly #staged = new Map<string, { inode: string; path: Promise<string> }>();
  #keeper: Promise<ChildProcess> | undefined;
  #count = 0;

  /** @param mountPoint a folder that exists; what is mounted there is seen by our sandboxes' launchers alone. */
  constructor(mountPoint: string) {
    this.#root = mountPoint;
  }

  /** Undefined as long as every folder can be reached without it. */
  async namespaceFile(): Promise<string | undefined> {
    return this.#keeper && `/proc/${(await this.#keeper).pid}/ns/mnt`;
  }

  /**
   * @returns the path at which a user without any rights reaches the folder in our namespace.
   * @throws when there is no such folder, or others may not read it itself.
   */
  async reach(folder: string): Promise<string> {
    // Synchronous: a few microseconds on the way of a cold start, instead of a trip through the thread pool per parent.
    const real = realpathSync.native(folder);
    const { mode } = statSync(real);
    if ((mode & READABLE_BY_OTHERS) !== READABLE_BY_OTHERS) {
      throw new Error(
        `Sandboxes run as a user of their own, who may not read ${folder} (mode ${(mode & 0o777).toString(8)}): give it mode 755.`,
      );
    }
    const barrier = lowestBarrier(real);
    if (!barrier) return real;
    const source = join(barrier, relative(barrier, real).split(sep)[0]!);
    const { dev, ino } = statSync(source);
    const inode = `${dev}:${ino}`;
    let entry = this.#staged.get(source);
    // A folder that was removed and made anew is another one: the old bind would show what no longer is.
    if (entry?.inode !== inode) {
      entry = { inode, path: this.#bind(source) };
      this.#staged.set(source, entry);
      entry.path.catch(() => this.#staged.delete(source));
    }
    return join(await entry.path, relative(source, real));
  }

  async close() {
    const keeper = await this.#keeper?.catch(() => undefined);
    this.#keeper = undefined;
    this.#staged.clear();
    if (!keeper) return;
    const ended = keeper.exitCode === null && keeper.signalCode === null ? once(keeper, "exit") : undefined;
    keeper.ref();
    keeper.kill("SIGKILL");
    await ended;
  }

  async #bind(source: string): Promise<string> {
    this.#keeper ??= this.#startKeeper();
    const keeper = await this.#keeper;
    const target = join(this.#root, String(this.#count++));
    const script = 'mkdir "$2" && exec mount --rbind "$1" "$2"';
    const inNamespace = [`--mount=/proc/${keeper.pid}/ns/mnt`, "--", "/bin/sh", "-c", script, "sh"];
    await run("nsenter", [...inNamespace, source, target], { env: { PATH: process.env.PATH } });
    return target;
  }

  async #startKeeper(): Promise<ChildProcess> {
    const script = 'mount -t tmpfs -o mode=755,size=1m tmpfs "$1" && echo ready && exec cat';
    const keeper = spawn(
      "unshare",
      ["--mount", "--propagation", "private", "/bin/sh", "-c", script, "sh", this.#root],
      {
        env: { PATH: process.env.PATH },
        stdio: ["pipe", "pipe", "pipe"],
      },
    );
    // The server may end without waiting for it.
    keeper.unref();
    let complaint = "";
    keeper.stderr.on("data", (chunk) => (complaint += chunk));
    const ready = await Promise.race([
      once(keeper.stdout, "data").then(() => true),
      once(keeper, "exit").then(() => false),
    ]);
    if (!ready) throw new Error(`A private mount namespace can't be made: ${complaint.trim()}`);
    for (const stream of [keeper.stdin, keeper.stdout, keeper.stderr]) (stream as unknown as { unref(): void }).unref();
    return keeper;
  }
}

/** The innermost parent that others may not pass. */
function lowestBarrier(folder: string): string | undefined {
  for (let path = dirname(folder); ; path = dirname(path)) {
    if ((statSync(path).mode & SEARCHABLE_BY_OTHERS) === 0) return path;
    if (path === dirname(path)) return undefined;
  }
}

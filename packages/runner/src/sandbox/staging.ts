import { realpathSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { TreeMounts } from "./function-folders.ts";
import { MountKeeper } from "./mount-keeper.ts";
import { quote } from "./waiting-shell.ts";

const SEARCHABLE_BY_OTHERS = 0o001;
const READABLE_BY_OTHERS = 0o005;

/**
 * Makes folders reachable to a host user who may not pass their parents (a checkout below /root, a 0700 home).
 *
 * bwrap looks its sources up as the sandbox's own user. So they are bound into a mount namespace of ours, below a folder
 * that everybody may pass, and bwrap starts in there. The parents' other contents stay out of reach, no mount is seen
 * outside, and all of it goes with the process that keeps the namespace, whose standard input ends when we do.
 */
export class Staging implements TreeMounts {
  readonly #root: string;
  readonly #staged = new Map<string, { inode: string; path: Promise<string> }>();
  #keeper: Promise<MountKeeper> | undefined;
  #count = 0;

  /** @param mountPoint a folder that exists; what is mounted there is seen by our sandboxes' launchers alone. */
  constructor(mountPoint: string) {
    this.#root = mountPoint;
  }

  /** Undefined as long as every folder can be reached without it. */
  async namespaceFile(): Promise<string | undefined> {
    return this.#keeper && (await this.#keeper).namespaceFile;
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

  /** One mount over the folder; what is mounted below it afterwards appears in every namespace that has a copy of it. */
  async share(folder: string): Promise<void> {
    const keeper = await this.#keep();
    const path = quote(await this.reach(folder));
    await keeper.run(`mount --bind --make-private --make-shared ${path} ${path}`);
  }

  /**
   * Made read-only before it is put in its place: a remount would change our own copy of the mount alone, and the one in
   * the sandbox would stay writable.
   */
  async mountReadOnly(tree: string, folder: string): Promise<void> {
    const keeper = await this.#keep();
    const [source, target] = [await this.reach(tree), await this.reach(folder)].map(quote);
    const own = quote(join(this.#root, `tree-${this.#count++}`));
    await keeper.run(
      `mkdir ${own} && mount --bind -o ro,nosuid,nodev ${source} ${own} && mount --bind ${own} ${target} && umount ${own} && rmdir ${own}`,
    );
  }

  async unshare(folder: string): Promise<void> {
    const keeper = await this.#keep();
    const path = quote(await this.reach(folder));
    // Trees first: the folder's own mount holds them. Where there are none, there is nothing to take off.
    await keeper.run(
      `umount -l ${path}/task 2>/dev/null; umount -l ${path}/opt 2>/dev/null; umount -l ${path}/cache 2>/dev/null; umount -l ${path}`,
    );
  }

  async close() {
    const keeper = await this.#keeper?.catch(() => undefined);
    this.#keeper = undefined;
    this.#staged.clear();
    await keeper?.close();
  }

  async #bind(source: string): Promise<string> {
    const keeper = await this.#keep();
    const target = join(this.#root, String(this.#count++));
    await keeper.run(`mkdir ${quote(target)} && mount --rbind ${quote(source)} ${quote(target)}`);
    return target;
  }

  #keep(): Promise<MountKeeper> {
    this.#keeper ??= MountKeeper.start(this.#root);
    return this.#keeper;
  }
}

/** The innermost parent that others may not pass. */
export function lowestBarrier(folder: string): string | undefined {
  for (let path = dirname(folder); ; path = dirname(path)) {
    if ((statSync(path).mode & SEARCHABLE_BY_OTHERS) === 0) return path;
    if (path === dirname(path)) return undefined;
  }
}

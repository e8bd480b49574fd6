import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { linkTree, onSameFileSystem, smallTree } from "./link-tree.ts";
import type { SandboxAssignment } from "./sandbox.port.ts";

/** A way to make a large tree appear, read-only, in a folder that a sandbox has bound already. */
export interface TreeMounts {
  /** Before the sandbox starts: whatever is mounted on or below this folder later shall appear inside. */
  share(folder: string): Promise<void>;
  mountReadOnly(tree: string, folder: string): Promise<void>;
  /** Takes off everything on and below the folder. */
  unshare(folder: string): Promise<void>;
}

type Tree = ReturnType<typeof smallTree>;
/** Code never changes where it lies, so its shape is looked at once. */
const KNOWN_TREES_MAX = 10_000;

/**
 * The folders behind /var/task, /opt and /var/cache of sandboxes that boot before their function is known. A small tree is linked in, a
 * large one is mounted on it. Sandboxes see them through read-only binds: nothing in here is ever written from inside.
 */
export class FunctionFolders {
  readonly #directory: string;
  readonly #mounts: TreeMounts | undefined;
  readonly #trees = new Map<string, Tree>();

  /** @param mounts undefined where this process may not mount; large trees then can't be brought later. */
  constructor(directory: string, mounts: TreeMounts | undefined) {
    this.#directory = directory;
    this.#mounts = mounts;
  }

  async make(id: string): Promise<FunctionFolder> {
    const folder = join(this.#directory, id);
    mkdirSync(join(folder, "task"), { recursive: true, mode: 0o755 });
    for (const name of ["opt", "cache"]) mkdirSync(join(folder, name), { mode: 0o755 });
    await this.#mounts?.share(folder);
    return new FunctionFolder(folder, this.#mounts, (tree) => this.#linkable(tree));
  }

  canHold({ codeDirectory, layersDirectory, compileCacheDirectory }: SandboxAssignment): boolean {
    if (this.#mounts) return true;
    return [codeDirectory, layersDirectory, compileCacheDirectory].every(
      (tree) => tree === undefined || this.#linkable(tree) !== undefined,
    );
  }

  #linkable(tree: string): Tree {
    if (this.#trees.has(tree)) return this.#trees.get(tree);
    const entries = onSameFileSystem(tree, this.#directory) ? smallTree(tree) : undefined;
    if (this.#trees.size >= KNOWN_TREES_MAX) this.#trees.clear();
    this.#trees.set(tree, entries);
    return entries;
  }
}

export class FunctionFolder {
  readonly task: string;
  readonly opt: string;
  readonly cache: string;
  readonly #folder: string;
  readonly #mounts: TreeMounts | undefined;
  readonly #linkable: (tree: string) => Tree;

  constructor(folder: string, mounts: TreeMounts | undefined, linkable: (tree: string) => Tree) {
    this.#folder = folder;
    this.#mounts = mounts;
    this.#linkable = linkable;
    this.task = join(folder, "task");
    this.opt = join(folder, "opt");
    this.cache = join(folder, "cache");
  }

  async hold({ codeDirectory, layersDirectory, compileCacheDirectory }: SandboxAssignment): Promise<void> {
    await this.#put(codeDirectory, this.task);
    if (layersDirectory !== undefined) await this.#put(layersDirectory, this.opt);
    if (compileCacheDirectory !== undefined) await this.#put(compileCacheDirectory, this.cache);
  }

  async remove(): Promise<void> {
    await this.#mounts?.unshare(this.#folder);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #put(tree: string, folder: string): Promise<void> {
    const entries = this.#linkable(tree);
    if (entries) linkTree(entries, tree, folder);
    else if (this.#mounts) await this.#mounts.mountReadOnly(tree, folder);
    else throw new Error(`The code in ${tree} can't be given to a sandbox that has started already.`);
  }
}

import { createHash, randomUUID } from "node:crypto";
import { existsSync, realpathSync, renameSync, statSync, utimesSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { EnvironmentSpec } from "../runner.port.ts";
import { mergeLayers } from "./merge-layers.ts";

/** Raised when the way of merging changes. */
const LAYOUT = 1;
/** A merge that no environment uses and no cold start has asked for goes after a day: its function is seldom used or gone. */
const UNUSED_MAX_MS = 24 * 60 * 60 * 1000;
/** More than so many go earlier, the longest unused first … */
const MERGES_MAX = 100;
/** … but none that a cold start may be about to use. */
const JUST_USED_MS = 10 * 60 * 1000;
/** A merge that isn't done after so long was given up by a process that ended. */
const BUILDING_MAX_MS = 60 * 60 * 1000;
const BUILDING = "building-";
const REMOVING = "removing-";

export interface LayerTreesOptions {
  /** Folder for merged layers alone; made when it is needed. On the file system of the layers, they are linked, not copied. */
  directory: string;
  /** Folders that environments have at /opt now; these are kept. */
  inUse(): Iterable<string>;
}

/**
 * What /opt shows: nothing, a layer as it is, or several layers merged into one folder. A merge is named by the folders it is
 * made of, which never change, so it is made once; it appears complete or not at all.
 */
export class LayerTrees {
  readonly #options: LayerTreesOptions;
  readonly #making = new Map<string, Promise<void>>();
  #tidying: Promise<void>;

  /** Clears in the background what earlier runs have left. */
  constructor(options: LayerTreesOptions) {
    this.#options = options;
    this.#tidying = this.#tidy();
  }

  /**
   * The same environment with at most one layer folder, the one for /opt.
   * @throws when a layer can't be read or the disk doesn't take the merge.
   */
  async withOneFolder(spec: EnvironmentSpec): Promise<EnvironmentSpec> {
    if (spec.layerDirectories.length <= 1) return spec;
    return { ...spec, layerDirectories: [await this.#merged(spec.layerDirectories)] };
  }

  /** Settles when nothing of this works in the background any more. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#making.values());
    await this.#tidying;
  }

  async #merged(layers: readonly string[]): Promise<string> {
    const name = nameOf(layers);
    const target = join(this.#options.directory, name);
    if (existsSync(target)) {
      const now = new Date();
      utimesSync(target, now, now);
      return target;
    }
    let making = this.#making.get(name);
    if (!making) {
      making = this.#make(layers, target).finally(() => this.#making.delete(name));
      this.#making.set(name, making);
    }
    await making;
    return target;
  }

  async #make(layers: readonly string[], target: string): Promise<void> {
    const { directory } = this.#options;
    await mkdir(directory, { recursive: true });
    const tree = await mkdtemp(join(directory, BUILDING));
    try {
      await chmod(tree, 0o755);
      await mergeLayers(layers, tree);
      await rename(tree, target);
    } catch (error) {
      await rm(tree, { recursive: true, force: true });
      // Another server on the same data directory may have been faster.
      if (!existsSync(target)) throw error;
    }
    this.#tidying = this.#tidying.then(() => this.#tidy());
  }

  /** What can't be removed now is tried again after the next merge; no invocation depends on it. */
  async #tidy(): Promise<void> {
    const { directory } = this.#options;
    const nowMs = Date.now();
    const names = await readdir(directory).catch(() => []);
    const merges: { name: string; unusedMs: number }[] = [];
    for (const name of names) {
      const info = await stat(join(directory, name)).catch(() => undefined);
      if (!info) continue;
      const unusedMs = nowMs - info.mtimeMs;
      if (name.startsWith(REMOVING) || (name.startsWith(BUILDING) && unusedMs > BUILDING_MAX_MS))
        await this.#erase(name);
      else if (!name.startsWith(BUILDING)) merges.push({ name, unusedMs });
    }
    merges.sort((a, b) => a.unusedMs - b.unusedMs);
    for (const [rank, { name, unusedMs }] of merges.entries()) {
      if (unusedMs > UNUSED_MAX_MS || (rank >= MERGES_MAX && unusedMs > JUST_USED_MS)) await this.#remove(name);
    }
  }

  async #remove(name: string): Promise<void> {
    const { directory, inUse } = this.#options;
    const path = join(directory, name);
    for (const used of inUse()) if (used === path) return;
    const removing = `${REMOVING}${randomUUID()}`;
    try {
      // A cold start may have asked for it since it was looked at. From here on nothing is awaited: it is there or it is gone.
      if (Date.now() - statSync(path).mtimeMs < JUST_USED_MS) return;
      renameSync(path, join(directory, removing));
    } catch {
      return; // gone already
    }
    await this.#erase(removing);
  }

  async #erase(name: string): Promise<void> {
    await rm(join(this.#options.directory, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Layers are unpacked once and never written again: where they lie stands for what is in them. */
function nameOf(layers: readonly string[]): string {
  const folders = layers.map((layer) => {
    if (!existsSync(layer))
      throw new Error(`A layer of the function is missing on this host: ${layer}. Publish it again.`);
    const path = realpathSync.native(layer);
    const { dev, ino, ctimeMs } = statSync(path);
    return [path, dev, ino, ctimeMs];
  });
  return createHash("sha256")
    .update(JSON.stringify([LAYOUT, folders]))
    .digest("hex")
    .slice(0, 24);
}

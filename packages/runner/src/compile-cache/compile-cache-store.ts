import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Caches that are kept; beyond it the longest unused go at the next start. */
const KEPT_MAX = 500;

export interface CacheFile {
  /** `compile/<V8's tag>/<hash>`, as checked by `isCacheFileName`. */
  name: string;
  bytes: Buffer;
}

/** V8's tag of a version, and below it one file for each module, named by a hash. Nothing else is taken from a sandbox. */
const CACHE_FILE_NAME = /^v[\w.-]{1,80}\/[0-9a-f]{1,16}$/;
export const isCacheFileName = (name: string): boolean => CACHE_FILE_NAME.test(name) && !name.includes("..");

/** One folder for each function version, written once and never changed. */
export class CompileCacheStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Removes what was half written, and the oldest where there are too many. */
  async clean(): Promise<void> {
    const names = await readdir(this.#directory).catch((): string[] => []);
    const dated = await Promise.all(
      names.map(async (name) => {
        const info = await stat(join(this.#directory, name)).catch(() => undefined);
        return { name, usedMs: name.startsWith("filling-") ? 0 : (info?.mtimeMs ?? 0) };
      }),
    );
    dated.sort((a, b) => b.usedMs - a.usedMs);
    const old = dated.filter(({ usedMs }, index) => usedMs === 0 || index >= KEPT_MAX);
    for (const { name } of old) await rm(join(this.#directory, name), { recursive: true, force: true });
  }

  find(key: string): string | undefined {
    const directory = this.#place(key);
    if (!existsSync(directory)) return undefined;
    const now = new Date();
    // Tells `clean` that it is still used.
    utimes(directory, now, now).catch(() => undefined);
    return directory;
  }

  async put(key: string, files: readonly CacheFile[]): Promise<string> {
    await mkdir(this.#directory, { recursive: true });
    const filling = await mkdtemp(join(this.#directory, "filling-"));
    for (const { name, bytes } of files) {
      const path = join(filling, "compile", name);
      await mkdir(dirname(path), { recursive: true, mode: 0o755 });
      await writeFile(path, bytes, { mode: 0o644 });
    }
    const place = this.#place(key);
    // mkdtemp's folder is for its maker alone, and the sandboxes' users have to read it.
    await chmod(filling, 0o755);
    await rename(filling, place).catch(async (error: unknown) => {
      await rm(filling, { recursive: true, force: true });
      // Another server on the same data directory may have been faster.
      if (!existsSync(place)) throw error;
    });
    return place;
  }

  #place(key: string): string {
    return join(this.#directory, createHash("sha256").update(key).digest("hex").slice(0, 32));
  }
}

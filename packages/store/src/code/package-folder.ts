import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, lstat, mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { type CodeFile, CodePackageNotFound, CodeSha256Schema } from "@lambent/model";
import { syncDirectory, writeDurably } from "../durable-files.ts";
import type { StoredCode } from "../store.ts";
import type { PackageEntry } from "./package-entry.ts";
import { readZip } from "./read-zip.ts";
import { removeTree } from "./remove-tree.ts";
import { unpack } from "./unpack.ts";

/** What is known of a package without opening its zip. */
export interface Manifest extends StoredCode {
  files: CodeFile[];
}

/**
 * Where packages stand: `<sha256 hex>/code.zip`, `/manifest.json` and `/files/`. A package is put together in `.incoming`
 * and appears under its name by one rename, so that whoever sees it sees all of it.
 */
export class PackageFolder {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  get directory(): string {
    return this.#directory;
  }

  get incoming(): string {
    return join(this.#directory, ".incoming");
  }

  /** @throws CodePackageNotFound when the text is no hash, so that no path can be made of it */
  packagePath(codeSha256: string): string {
    if (!CodeSha256Schema.safeParse(codeSha256).success) throw new CodePackageNotFound(codeSha256);
    return join(this.#directory, Buffer.from(codeSha256, "base64").toString("hex"));
  }

  filesPath(codeSha256: string): string {
    return join(this.packagePath(codeSha256), "files");
  }

  has(codeSha256: string): boolean {
    return existsSync(this.filesPath(codeSha256));
  }

  async prepare(): Promise<void> {
    await mkdir(this.incoming, { recursive: true, mode: 0o700 });
    // Another uid (a sandbox's) has to get through to the unpacked files, whatever the umask.
    await chmod(this.#directory, 0o755);
    await chmod(this.incoming, 0o700);
  }

  async zip(codeSha256: string): Promise<Buffer> {
    return this.#readOf(codeSha256, "code.zip");
  }

  async manifest(codeSha256: string): Promise<Manifest> {
    return JSON.parse((await this.#readOf(codeSha256, "manifest.json")).toString("utf8"));
  }

  async #readOf(codeSha256: string, name: string): Promise<Buffer> {
    return readFile(join(this.packagePath(codeSha256), name)).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "ENOENT" ? new CodePackageNotFound(codeSha256) : error;
    });
  }

  /** Unpacks and keeps a package. Zip and manifest are on disk when this returns; see {@link repair} for the files. */
  async add(zip: Buffer, entries: readonly PackageEntry[]): Promise<Manifest> {
    const codeSha256 = createHash("sha256").update(zip).digest("base64");
    const draft = join(this.incoming, randomUUID());
    await mkdir(draft, { mode: 0o755 });
    try {
      const files = await unpack(entries, join(draft, "files"));
      const unzippedBytes = files.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
      const manifest: Manifest = { codeSha256, codeSizeBytes: zip.length, unzippedBytes, files };
      await writeDurably(join(draft, "code.zip"), zip);
      await writeDurably(join(draft, "manifest.json"), JSON.stringify(manifest));
      await chmod(draft, 0o755);
      await syncDirectory(draft);
      await this.#publish(draft, codeSha256);
      return manifest;
    } catch (error) {
      await removeTree(draft);
      throw error;
    }
  }

  async #publish(draft: string, codeSha256: string): Promise<void> {
    try {
      await rename(draft, this.packagePath(codeSha256));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
      // Somebody else kept the same bytes meanwhile.
      await removeTree(draft);
    }
    await syncDirectory(this.#directory);
  }

  /** Takes a package away by one rename, then deletes it. */
  async remove(codeSha256: string): Promise<void> {
    await this.#discard(this.packagePath(codeSha256));
  }

  async #discard(path: string): Promise<void> {
    const trash = join(this.incoming, randomUUID());
    await rename(path, trash);
    await syncDirectory(this.#directory);
    await removeTree(trash);
  }

  /**
   * Unpacks again when files are missing or short. The unpacked files are not synced one by one (20,000 syncs would take
   * minutes); after a crash of the machine they are made anew from the zip, which is.
   * @returns false when even the zip is damaged.
   */
  async repair(codeSha256: string): Promise<boolean> {
    const path = this.packagePath(codeSha256);
    const { files } = await this.manifest(codeSha256);
    if (await hasAllFiles(join(path, "files"), files)) return true;
    const zip = await this.zip(codeSha256);
    if (createHash("sha256").update(zip).digest("base64") !== codeSha256) return false;
    const draft = join(this.incoming, randomUUID());
    await mkdir(draft, { mode: 0o755 });
    await unpack(await readZip(zip), join(draft, "files"));
    if (existsSync(join(path, "files"))) {
      await chmod(join(path, "files"), 0o755);
      await rename(join(path, "files"), join(draft, "damaged"));
    }
    await chmod(join(draft, "files"), 0o755);
    await rename(join(draft, "files"), join(path, "files"));
    await chmod(join(path, "files"), 0o555);
    await removeTree(draft);
    return true;
  }
}

async function hasAllFiles(root: string, files: readonly CodeFile[]): Promise<boolean> {
  for (const { path, sizeBytes } of files) {
    const status = await lstat(join(root, path)).catch(() => null);
    if (status === null || !status.isFile() || status.size !== sizeBytes) return false;
  }
  return true;
}

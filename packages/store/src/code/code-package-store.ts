import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { type CodeChange, type CodeFile, CodeFileNotFound, CodePackageNotFound } from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import type { Clock, CodePackageStore, FunctionLayerRecord, StoredCode } from "../store.ts";
import { editEntries } from "./edit-entries.ts";
import type { PackageEntry } from "./package-entry.ts";
import type { Manifest, PackageFolder } from "./package-folder.ts";
import { readZip } from "./read-zip.ts";
import { keptPackages } from "./repair-after-reboot.ts";
import { writeZip } from "./write-zip.ts";

const MINIMUM_AGE_MS = 60 * 60 * 1000;

export class FolderCodePackageStore implements CodePackageStore {
  readonly #folder: PackageFolder;
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(folder: PackageFolder, database: Database, clock: Clock) {
    this.#folder = folder;
    this.#database = database;
    this.#clock = clock;
  }

  async put(zipBytes: Uint8Array): Promise<StoredCode> {
    const zip = Buffer.from(zipBytes.buffer, zipBytes.byteOffset, zipBytes.length);
    return (await this.#known(zip)) ?? this.#add(zip, await readZip(zip));
  }

  async putFiles(files: readonly { path: string; text: string }[]): Promise<StoredCode> {
    const contentBase64 = (text: string) => Buffer.from(text, "utf8").toString("base64");
    const writes = files.map(
      ({ path, text }) => ({ kind: "write", path, contentBase64: contentBase64(text) }) as const,
    );
    return this.#keep(await editEntries([], writes));
  }

  async edit(baseCodeSha256: string, changes: readonly CodeChange[]): Promise<StoredCode> {
    const manifest = await this.#folder.manifest(baseCodeSha256);
    if (changes.length === 0) return storedCode(manifest);
    const base = withOrigins(
      await readZip(await this.#folder.zip(baseCodeSha256)),
      manifest,
      this.directory(baseCodeSha256),
    );
    return this.#keep(await editEntries(base, changes));
  }

  async #keep(entries: readonly PackageEntry[]): Promise<StoredCode> {
    const zip = writeZip(entries);
    return (await this.#known(zip)) ?? this.#add(zip, entries);
  }

  /** A package whose bytes are kept already, made young again so that {@link releaseUnused} leaves it. */
  async #known(zip: Buffer): Promise<StoredCode | null> {
    const codeSha256 = createHash("sha256").update(zip).digest("base64");
    if (!this.#folder.has(codeSha256)) return null;
    await this.#touch(codeSha256);
    return storedCode(await this.#folder.manifest(codeSha256));
  }

  async #add(zip: Buffer, entries: readonly PackageEntry[]): Promise<StoredCode> {
    const manifest = await this.#folder.add(zip, entries);
    await this.#touch(manifest.codeSha256);
    return storedCode(manifest);
  }

  async #touch(codeSha256: string): Promise<void> {
    const now = this.#clock.now();
    await utimes(this.#folder.packagePath(codeSha256), now, now);
  }

  directory(codeSha256: string): string {
    if (!this.#folder.has(codeSha256)) throw new CodePackageNotFound(codeSha256);
    return this.#folder.filesPath(codeSha256);
  }

  read(codeSha256: string): Promise<Uint8Array> {
    return this.#folder.zip(codeSha256);
  }

  async files(codeSha256: string): Promise<CodeFile[]> {
    return (await this.#folder.manifest(codeSha256)).files;
  }

  async readFile(codeSha256: string, path: string): Promise<Uint8Array> {
    // Only names of the manifest ever reach the file system.
    const { files } = await this.#folder.manifest(codeSha256);
    if (!files.some((file) => file.path === path)) throw new CodeFileNotFound(path);
    const hostPath = join(this.#folder.filesPath(codeSha256), path);
    const handle = await open(hostPath, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  }

  async releaseUnused(
    keep: readonly string[] = [],
    { minimumAgeMs = MINIMUM_AGE_MS }: { minimumAgeMs?: number } = {},
  ): Promise<string[]> {
    const kept = await keptPackages(this.#folder);
    // Read after the list: a package that is put and referred to meanwhile is not in it.
    const used = new Set([...keep, ...(await this.#referred())]);
    const released: string[] = [];
    for (const codeSha256 of kept) {
      if (used.has(codeSha256)) continue;
      const { mtimeMs } = await stat(this.#folder.packagePath(codeSha256));
      if (this.#clock.now().getTime() - mtimeMs < minimumAgeMs) continue;
      await this.#folder.remove(codeSha256);
      released.push(codeSha256);
    }
    return released;
  }

  async #referred(): Promise<string[]> {
    const code = { select: { codeSha256: true }, distinct: ["codeSha256" as const] };
    const functions = await this.#database.function.findMany(code);
    const versions = await this.#database.functionVersion.findMany(code);
    const layerVersions = await this.#database.layerVersion.findMany(code);
    const layered = await this.#database.function.findMany({
      where: { layersJson: { not: "[]" } },
      select: { layersJson: true },
      distinct: ["layersJson"],
    });
    const layeredVersions = await this.#database.functionVersion.findMany({
      where: { settingsJson: { not: { contains: '"layers":[]' } } },
      select: { settingsJson: true },
      distinct: ["settingsJson"],
    });
    // Of the layer versions some may be deleted: who uses them keeps them.
    const layers: FunctionLayerRecord[] = [
      ...layered.flatMap(({ layersJson }) => JSON.parse(layersJson)),
      ...layeredVersions.flatMap(({ settingsJson }) => JSON.parse(settingsJson).layers),
    ];
    const drafts = await this.#database.draft.findMany({ select: { baseCodeSha256: true } });
    return [
      ...[...functions, ...versions, ...layerVersions, ...layers].map(({ codeSha256 }) => codeSha256),
      ...drafts.map((row) => row.baseCodeSha256),
    ];
  }
}

/** Says of each file where it stands unpacked, so that an edit has to unpack only what it changes. */
function withOrigins(entries: readonly PackageEntry[], { files }: Manifest, directory: string): PackageEntry[] {
  const fileOf = new Map(files.map((file) => [file.path, file]));
  return entries.map((entry) => {
    const file = fileOf.get(entry.path);
    if (entry.kind === "directory" || file === undefined) return entry;
    return { ...entry, origin: { hostPath: join(directory, entry.path), file } };
  });
}

function storedCode({ codeSha256, codeSizeBytes, unzippedBytes }: Manifest): StoredCode {
  return { codeSha256, codeSizeBytes, unzippedBytes };
}

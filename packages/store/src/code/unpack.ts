import { chmod, type FileHandle, link, lstat, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { type CodeFile, InvalidZipFile } from "@lambent/model";
import { type FileEntry, foldersAbove, type PackageEntry } from "./package-entry.ts";
import { isText, TextDetector } from "./text-detector.ts";

const inflateRaw = promisify(zlib.inflateRaw) as (raw: Buffer, options: zlib.ZlibOptions) => Promise<Buffer>;

/** Larger files are inflated piece by piece, so that a package never needs its unpacked size in memory. */
const WHOLE_FILE_LIMIT_BYTES = 4 * 1024 * 1024;
const PIECE_BYTES = 256 * 1024;
/** zlib and the file system run on 4 threads of libuv; a few more keep them busy. */
const FILES_AT_ONCE = 8;

const FOLDER_MODE = 0o555;
const FILE_MODE = 0o444;
const EXECUTABLE_MODE = 0o555;

/**
 * Writes a package's files below `target`, which must not exist yet: world-readable, writable by nobody.
 * @returns the files, sorted by path.
 * @throws InvalidZipFile when an entry does not hold what it declares; `target` is then left half done.
 */
export async function unpack(entries: readonly PackageEntry[], target: string): Promise<CodeFile[]> {
  const folders = foldersOf(entries);
  await mkdir(target, { mode: 0o700 });
  for (const folder of folders) await mkdir(join(target, folder), { mode: 0o700 });
  const files: CodeFile[] = [];
  const queue = entries.filter((entry) => entry.kind === "file").values();
  const work = async () => {
    for (const entry of queue) files.push(await unpackFile(entry, join(target, entry.path)));
  };
  await settleAll(Array.from({ length: FILES_AT_ONCE }, work));
  for (const folder of folders.reverse()) await chmod(join(target, folder), FOLDER_MODE);
  await chmod(target, FOLDER_MODE);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Fails with the first error, yet only after all have ended: whoever cleans up then has the folder to himself. */
async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** Parents before children. */
function foldersOf(entries: readonly PackageEntry[]): string[] {
  const folders = new Set<string>();
  for (const { kind, path } of entries) {
    for (const folder of foldersAbove(path)) folders.add(folder);
    if (kind === "directory") folders.add(path);
  }
  return [...folders].sort();
}

async function unpackFile(entry: FileEntry, target: string): Promise<CodeFile> {
  const { path, executable, sizeBytes } = entry;
  if (entry.origin !== undefined && (await shareFile(entry.origin, target))) return { ...entry.origin.file, path };
  const file = await open(target, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
    // Only a file system that ignores case or accents brings us here: the names differ.
    throw new InvalidZipFile(`'${path}' has the same name as another file on this file system.`);
  });
  try {
    const text = await writeContent(entry, file);
    await file.chmod(executable ? EXECUTABLE_MODE : FILE_MODE);
    return { path, sizeBytes, binary: !text, executable };
  } finally {
    await file.close();
  }
}

/** Both trees are read-only, so they can share the very file. @returns false when the file system won't. */
async function shareFile(origin: NonNullable<FileEntry["origin"]>, target: string): Promise<boolean> {
  try {
    const { size } = await lstat(origin.hostPath);
    if (size !== origin.file.sizeBytes) return false;
    await link(origin.hostPath, target);
    return true;
  } catch {
    return false;
  }
}

/** @returns whether the content is text. */
async function writeContent(entry: FileEntry, file: FileHandle): Promise<boolean> {
  if (entry.method === 8 && entry.sizeBytes > WHOLE_FILE_LIMIT_BYTES) return inflateByPieces(entry, file);
  const content = entry.method === 0 ? entry.raw : await inflateWhole(entry);
  checkContent(entry, content.length, zlib.crc32(content));
  await file.writeFile(content);
  return isText(content);
}

/** The content of an entry that is small, or whose size the caller has limited. @throws InvalidZipFile */
export async function inflateWhole(entry: FileEntry): Promise<Buffer> {
  if (entry.method === 0) return entry.raw;
  // One byte more than declared is enough to see that there is more; zlib stops there.
  return inflateRaw(entry.raw, { maxOutputLength: entry.sizeBytes + 1 }).catch((error) => refuseContent(entry, error));
}

async function inflateByPieces(entry: FileEntry, file: FileHandle): Promise<boolean> {
  const detector = new TextDetector();
  let lengthBytes = 0;
  let crc32 = 0;
  const inflated = zlib.createInflateRaw({ chunkSize: PIECE_BYTES });
  const feeding = pipeline(piecesOf(entry.raw), inflated).catch(() => {
    // The same error ends the loop below; leaving the loop early ends the feeding.
  });
  try {
    for await (const piece of inflated as AsyncIterable<Buffer>) {
      lengthBytes += piece.length;
      if (lengthBytes > entry.sizeBytes) refuseSize(entry);
      crc32 = zlib.crc32(piece, crc32);
      detector.add(piece);
      await file.writeFile(piece);
    }
  } catch (error) {
    refuseContent(entry, error);
  } finally {
    inflated.destroy();
    await feeding;
  }
  checkContent(entry, lengthBytes, crc32);
  return detector.isText();
}

function piecesOf(raw: Buffer): Readable {
  return Readable.from(
    (function* () {
      for (let at = 0; at < raw.length; at += PIECE_BYTES) yield raw.subarray(at, at + PIECE_BYTES);
    })(),
  );
}

function checkContent(entry: FileEntry, lengthBytes: number, crc32: number): void {
  if (lengthBytes !== entry.sizeBytes) refuseSize(entry);
  if (crc32 !== entry.crc32) throw new InvalidZipFile(`The content of '${entry.path}' does not match its checksum.`);
}

function refuseSize({ path, sizeBytes }: FileEntry): never {
  throw new InvalidZipFile(`'${path}' does not unpack to the ${sizeBytes} bytes that it declares.`);
}

function refuseContent(entry: FileEntry, error: unknown): never {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ERR_BUFFER_TOO_LARGE") refuseSize(entry);
  if (code?.startsWith("Z_")) throw new InvalidZipFile(`The content of '${entry.path}' is damaged or cut off.`);
  throw error;
}

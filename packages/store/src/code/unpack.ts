import { chmodSync, closeSync, fchmodSync, linkSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import zlib from "node:zlib";
import { type CodeFile, InvalidZipFile } from "@lambent/model";
import { type FileEntry, foldersAbove, type PackageEntry } from "./package-entry.ts";
import { isText, TextDetector } from "./text-detector.ts";

/**
 * Files up to this size are written by synchronous calls: a package of 5,000 small files is unpacked several times as
 * fast as by promises. Larger ones go piece by piece, so that no package needs its unpacked size in memory.
 */
const SMALL_FILE_BYTES = 256 * 1024;
const PIECE_BYTES = 256 * 1024;
/** Others have their turn at least this often. */
const SLICE_MS = 5;

const FOLDER_MODE = 0o555;
const FILE_MODE = 0o444;
const EXECUTABLE_MODE = 0o555;

/**
 * Writes a package's files below `target`, which must not exist yet: world-readable, writable by nobody.
 * @returns the files, sorted by path.
 * @throws InvalidZipFile when an entry does not hold what it declares; `target` is then left half done.
 */
export async function unpack(entries: readonly PackageEntry[], target: string): Promise<CodeFile[]> {
  const takeTurns = turnTaker();
  const folders = foldersOf(entries);
  for (const folder of ["", ...folders]) {
    mkdirSync(join(target, folder), { mode: 0o700 });
    await takeTurns();
  }
  const files: CodeFile[] = [];
  for (const entry of entries) {
    if (entry.kind === "file") files.push(await unpackFile(entry, join(target, entry.path)));
    await takeTurns();
  }
  for (const folder of [...folders.reverse(), ""]) {
    chmodSync(join(target, folder), FOLDER_MODE);
    await takeTurns();
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function turnTaker(): () => Promise<void> | undefined {
  let beganMs = performance.now();
  return () => {
    if (performance.now() - beganMs < SLICE_MS) return undefined;
    return setImmediate().then(() => {
      beganMs = performance.now();
    });
  };
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

function unpackFile(entry: FileEntry, target: string): CodeFile | Promise<CodeFile> {
  const { path, origin, sizeBytes } = entry;
  if (origin !== undefined && shareFile(origin.hostPath, target)) return { ...origin.file, path };
  return sizeBytes <= SMALL_FILE_BYTES ? writeSmallFile(entry, target) : writeLargeFile(entry, target);
}

/** Both trees are read-only, so they can share the very file. @returns false when the file system won't. */
function shareFile(origin: string, target: string): boolean {
  try {
    linkSync(origin, target);
    return true;
  } catch {
    return false;
  }
}

function writeSmallFile(entry: FileEntry, target: string): CodeFile {
  const content = inflateSmall(entry);
  checkContent(entry, content.length, zlib.crc32(content));
  const file = createFile(entry, target);
  try {
    writeFileSync(file, content);
    fchmodSync(file, modeOf(entry));
  } finally {
    closeSync(file);
  }
  return fileOf(entry, isText(content));
}

function createFile(entry: FileEntry, target: string): number {
  try {
    return openSync(target, "wx", 0o600);
  } catch (error) {
    return refuseName(entry, error);
  }
}

function inflateSmall(entry: FileEntry): Buffer {
  if (entry.method === 0) return entry.raw;
  try {
    // One byte more than declared is enough to see that there is more; zlib stops there.
    return zlib.inflateRawSync(entry.raw, { maxOutputLength: entry.sizeBytes + 1 });
  } catch (error) {
    return refuseContent(entry, error);
  }
}

async function writeLargeFile(entry: FileEntry, target: string): Promise<CodeFile> {
  const file = await open(target, "wx", 0o600).catch((error) => refuseName(entry, error));
  try {
    const text = await writePieces(entry, file);
    await file.chmod(modeOf(entry));
    return fileOf(entry, text);
  } finally {
    await file.close();
  }
}

/** @returns whether the content is text. */
async function writePieces(entry: FileEntry, file: FileHandle): Promise<boolean> {
  const detector = new TextDetector();
  let lengthBytes = 0;
  let crc32 = 0;
  const content = entry.method === 0 ? new PassThrough() : zlib.createInflateRaw({ chunkSize: PIECE_BYTES });
  const feeding = pipeline(piecesOf(entry.raw), content).catch(() => {
    // The same error ends the loop below; leaving the loop early ends the feeding.
  });
  try {
    for await (const piece of content as AsyncIterable<Buffer>) {
      lengthBytes += piece.length;
      if (lengthBytes > entry.sizeBytes) refuseSize(entry);
      crc32 = zlib.crc32(piece, crc32);
      detector.add(piece);
      await file.writeFile(piece);
    }
  } catch (error) {
    refuseContent(entry, error);
  } finally {
    content.destroy();
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

function modeOf({ executable }: FileEntry): number {
  return executable ? EXECUTABLE_MODE : FILE_MODE;
}

function fileOf({ path, sizeBytes, executable }: FileEntry, text: boolean): CodeFile {
  return { path, sizeBytes, binary: !text, executable };
}

function refuseName({ path }: FileEntry, error: unknown): never {
  if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  // Only a file system that ignores case or accents brings us here: the names differ.
  throw new InvalidZipFile(`'${path}' has the same name as another file on this file system.`);
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

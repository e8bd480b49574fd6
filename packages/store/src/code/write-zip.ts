import { promisify } from "node:util";
import zlib from "node:zlib";
import type { FileEntry, PackageEntry } from "./package-entry.ts";

const deflateRaw = promisify(zlib.deflateRaw) as (content: Uint8Array, options: zlib.ZlibOptions) => Promise<Buffer>;

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const LOCAL_HEADER_BYTES = 30;
const CENTRAL_HEADER_BYTES = 46;
const END_BYTES = 22;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const VERSION_NEEDED = 20;
const MADE_ON_UNIX = (3 << 8) | VERSION_NEEDED;
/** 1 January 1980, the first day that a zip can name: the same files make the same bytes on any day. */
const DATE = (1 << 5) | 1;

/** A file as a zip entry: deflated when that is shorter. */
export async function fileEntry(path: string, content: Uint8Array, executable: boolean): Promise<FileEntry> {
  const deflated = await deflateRaw(content, { level: zlib.constants.Z_BEST_COMPRESSION });
  const shorter = deflated.length < content.length;
  const plain = Buffer.from(content.buffer, content.byteOffset, content.length);
  const crc32 = zlib.crc32(plain);
  const raw = shorter ? deflated : plain;
  return { kind: "file", path, executable, method: shorter ? 8 : 0, crc32, sizeBytes: content.length, raw };
}

/**
 * Makes a zip of entries as they are: nothing is inflated or deflated again. Sorted by path, without dates: the same
 * entries always make the same bytes. Holds up to 65,534 entries and 4 GB, which the limits of a package keep to.
 */
export function writeZip(entries: readonly PackageEntry[]): Buffer {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of sorted) {
    const name = Buffer.from(entry.kind === "directory" ? `${entry.path}/` : entry.path, "utf8");
    const header = localHeader(entry, name.length);
    directory.push(centralHeader(entry, name.length, offset), name);
    pieces.push(header, name);
    offset += header.length + name.length;
    if (entry.kind === "file") {
      pieces.push(entry.raw);
      offset += entry.raw.length;
    }
  }
  const centralDirectory = Buffer.concat(directory);
  return Buffer.concat([...pieces, centralDirectory, endRecord(sorted.length, centralDirectory.length, offset)]);
}

function localHeader(entry: PackageEntry, nameBytes: number): Buffer {
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  header.writeUInt32LE(LOCAL_HEADER, 0);
  header.writeUInt16LE(VERSION_NEEDED, 4);
  writeCommonFields(header, 6, entry, nameBytes);
  return header;
}

function centralHeader(entry: PackageEntry, nameBytes: number, offset: number): Buffer {
  const header = Buffer.alloc(CENTRAL_HEADER_BYTES);
  header.writeUInt32LE(CENTRAL_HEADER, 0);
  header.writeUInt16LE(MADE_ON_UNIX, 4);
  header.writeUInt16LE(VERSION_NEEDED, 6);
  writeCommonFields(header, 8, entry, nameBytes);
  header.writeUInt32LE((unixMode(entry) << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  return header;
}

/** The twenty-two bytes that both headers have, from the flags to the length of the name. */
function writeCommonFields(header: Buffer, at: number, entry: PackageEntry, nameBytes: number): void {
  header.writeUInt16LE(FLAGS, at);
  header.writeUInt16LE(DATE, at + 6);
  if (entry.kind === "file") {
    header.writeUInt16LE(entry.method, at + 2);
    header.writeUInt32LE(entry.crc32, at + 8);
    header.writeUInt32LE(entry.raw.length, at + 12);
    header.writeUInt32LE(entry.sizeBytes, at + 16);
  }
  header.writeUInt16LE(nameBytes, at + 20);
}

function unixMode(entry: PackageEntry): number {
  if (entry.kind === "directory") return 0o040755;
  return entry.executable ? 0o100755 : 0o100644;
}

function endRecord(entryCount: number, directoryBytes: number, directoryOffset: number): Buffer {
  const record = Buffer.alloc(END_BYTES);
  record.writeUInt32LE(END_OF_CENTRAL_DIRECTORY, 0);
  record.writeUInt16LE(entryCount, 8);
  record.writeUInt16LE(entryCount, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(directoryOffset, 16);
  return record;
}

import { isUtf8 } from "node:buffer";
import {
  CODE_ENTRY_LIMIT,
  codePathProblem,
  DomainError,
  InvalidZipFile,
  UNZIPPED_CODE_LIMIT_BYTES,
  UnzippedCodeTooLarge,
  ZIPPED_CODE_LIMIT_BYTES,
  ZippedCodeTooLarge,
} from "@lambent/model";
import yauzl from "yauzl";
import { type PackageEntry, treeProblem } from "./package-entry.ts";

const ENCRYPTED_FLAGS = 0x0001 | 0x0040 | 0x2000;
const UTF8_FLAG = 0x0800;
const UNICODE_PATH_FIELD = 0x7075;
/** "Version made by" of systems that put a Unix mode into the external attributes. */
const UNIX_SYSTEMS: readonly number[] = [3, 19];
const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;
const DIRECTORY = 0o040000;
const SYMBOLIC_LINK = 0o120000;
const EXECUTABLE_BITS = 0o111;

/**
 * Reads the table of contents of an uploaded zip and refuses what no honest tool makes. Nothing is unpacked yet; sizes
 * are what the zip declares, and unpacking holds it to them.
 * @throws InvalidZipFile, ZippedCodeTooLarge, UnzippedCodeTooLarge
 */
export async function readZip(zipBytes: Uint8Array): Promise<PackageEntry[]> {
  if (zipBytes.length === 0) throw new InvalidZipFile("empty");
  if (zipBytes.length > ZIPPED_CODE_LIMIT_BYTES) throw new ZippedCodeTooLarge();
  const zip = Buffer.from(zipBytes.buffer, zipBytes.byteOffset, zipBytes.length);
  try {
    return await readEntries(zip);
  } catch (error) {
    // What is left are yauzl's findings about a malformed file.
    throw error instanceof DomainError ? error : new InvalidZipFile(`${sentence((error as Error).message)}`);
  }
}

async function readEntries(zip: Buffer): Promise<PackageEntry[]> {
  const reader = await yauzl.fromBufferPromise(zip, { decodeStrings: false, validateEntrySizes: true });
  if (reader.entryCount > CODE_ENTRY_LIMIT) {
    throw new InvalidZipFile(`It has ${reader.entryCount} entries; a package can have up to ${CODE_ENTRY_LIMIT}.`);
  }
  const entries: PackageEntry[] = [];
  let unzippedBytes = 0;
  let compressedBytes = 0;
  for await (const header of reader.eachEntry()) {
    const entry = await readEntry(zip, reader, header);
    if (entry === null) continue;
    entries.push(entry);
    if (entry.kind === "directory") continue;
    unzippedBytes += entry.sizeBytes;
    compressedBytes += entry.raw.length;
    if (unzippedBytes > UNZIPPED_CODE_LIMIT_BYTES) throw new UnzippedCodeTooLarge();
    // Entries that share their bytes could make us inflate the same 50 MB thousands of times.
    if (compressedBytes > zip.length) throw new InvalidZipFile("Its entries overlap.");
  }
  if (!entries.some(({ kind }) => kind === "file")) throw new InvalidZipFile("empty");
  const problem = treeProblem(entries);
  if (problem !== null) throw new InvalidZipFile(problem);
  return entries;
}

async function readEntry(zip: Buffer, reader: yauzl.ZipFile, header: yauzl.Entry): Promise<PackageEntry | null> {
  const name = entryName(header);
  const isDirectory = name.endsWith("/");
  // `./index.js` is what some tools write for index.js, and `./` for the root.
  const path = (isDirectory ? name.slice(0, -1) : name).replace(/^(\.\/)+/, "");
  if (isDirectory && (path === "." || path === ""))
    return name.startsWith(".") ? null : refuseEntry(name, "the path is absolute");
  const problem = codePathProblem(path);
  if (problem !== null) return refuseEntry(name, problem);
  if ((header.generalPurposeBitFlag & ENCRYPTED_FLAGS) !== 0) return refuseEntry(name, "it is encrypted");
  const mode = unixMode(header);
  const fileType = mode & FILE_TYPE_MASK;
  if (fileType === SYMBOLIC_LINK) {
    return refuseEntry(name, "it is a symbolic link; zip the files themselves (without -y or --symlinks)");
  }
  if (fileType !== 0 && fileType !== (isDirectory ? DIRECTORY : REGULAR_FILE)) {
    return refuseEntry(name, "it is neither a file nor a folder");
  }
  if (isDirectory) {
    return header.uncompressedSize === 0
      ? { kind: "directory", path }
      : refuseEntry(name, "it is a folder with content");
  }
  const method = header.compressionMethod;
  if (method !== 0 && method !== 8) {
    return refuseEntry(name, `it is compressed by method ${method}; only deflate and no compression are supported`);
  }
  const { fileDataStart } = await reader.readLocalFileHeaderPromise(header, { minimal: true });
  const raw = zip.subarray(fileDataStart, fileDataStart + header.compressedSize);
  const executable = (mode & EXECUTABLE_BITS) !== 0;
  return { kind: "file", path, executable, method, crc32: header.crc32, sizeBytes: header.uncompressedSize, raw };
}

function refuseEntry(name: string, problem: string): never {
  const shown = name.length > 200 ? `${name.slice(0, 200)}…` : name;
  throw new InvalidZipFile(`The entry ${JSON.stringify(shown)} is refused: ${problem}.`);
}

/** Names are UTF-8 when flagged or said to be so, or when they happen to be valid UTF-8 (macOS sets no flag); else CP437. */
function entryName(header: yauzl.Entry): string {
  const raw = header.fileNameRaw;
  const flagged = (header.generalPurposeBitFlag & UTF8_FLAG) !== 0;
  if (flagged && !isUtf8(raw)) return refuseEntry(raw.toString("latin1"), "its name is not UTF-8 although it says so");
  const hasUnicodePath = header.extraFields.some(({ id }) => id === UNICODE_PATH_FIELD);
  if (!flagged && !hasUnicodePath && isUtf8(raw)) return raw.toString("utf8");
  return yauzl.getFileNameLowLevel(header.generalPurposeBitFlag, raw, header.extraFields, true);
}

function unixMode(header: yauzl.Entry): number {
  const system = header.versionMadeBy >>> 8;
  return UNIX_SYSTEMS.includes(system) ? header.externalFileAttributes >>> 16 : 0;
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

import {
  CODE_ENTRY_LIMIT,
  type CodeChange,
  CodeFileNotFound,
  codePathProblem,
  InvalidParameterValue,
  UNZIPPED_CODE_LIMIT_BYTES,
  UnzippedCodeTooLarge,
} from "@lambent/model";
import { foldersAbove, type PackageEntry, treeProblem } from "./package-entry.ts";
import { fileEntry } from "./write-zip.ts";

/**
 * The entries after the changes, applied in order. Files that no change touches stay the same objects.
 * @throws CodeFileNotFound, InvalidParameterValue, UnzippedCodeTooLarge
 */
export async function editEntries(
  base: readonly PackageEntry[],
  changes: readonly CodeChange[],
): Promise<PackageEntry[]> {
  const entries = new Map(base.map((entry) => [entry.path, entry]));
  for (const change of changes) {
    if (change.kind === "write") await write(entries, change.path, change.contentBase64);
    else if (change.kind === "delete") remove(entries, change.path);
    else rename(entries, change.from, change.to);
  }
  const edited = [...entries.values()];
  checkPackage(edited);
  return edited;
}

type Entries = Map<string, PackageEntry>;

/** The program that a custom runtime starts. */
const BOOTSTRAP = "bootstrap";

/** An editor has no box for the executable bit: what is meant to be run gets it. Zip files keep their own modes, as on AWS. */
function isProgram(path: string, content: Buffer): boolean {
  return path === BOOTSTRAP || content.subarray(0, 2).toString("latin1") === "#!";
}

async function write(entries: Entries, path: string, contentBase64: string): Promise<void> {
  refuseBadPath(path);
  const before = entries.get(path);
  if (before?.kind === "directory" || hasChildren(entries, path)) {
    throw new InvalidParameterValue(`'${path}' is a folder; a file can't take its place.`);
  }
  refuseFileAbove(entries, path);
  const content = Buffer.from(contentBase64, "base64");
  const executable = before?.executable || isProgram(path, content);
  entries.set(path, await fileEntry(path, content, executable));
}

function asProgram(entry: PackageEntry): PackageEntry {
  if (entry.kind === "directory" || entry.executable) return entry;
  // The unpacked copy of another package has that package's mode.
  const { origin: _, ...own } = entry;
  return { ...own, executable: true };
}

function remove(entries: Entries, path: string): void {
  const removed = below(entries, path);
  for (const { path: each } of removed) entries.delete(each);
}

function rename(entries: Entries, from: string, to: string): void {
  refuseBadPath(to);
  const moved = below(entries, from);
  if (from === to) return;
  for (const { path } of moved) entries.delete(path);
  if (entries.has(to) || hasChildren(entries, to)) {
    throw new InvalidParameterValue(`'${from}' can't be renamed: '${to}' is there already.`);
  }
  if (to.startsWith(`${from}/`)) {
    throw new InvalidParameterValue(`'${from}' can't be moved into itself, to '${to}'.`);
  }
  refuseFileAbove(entries, to);
  for (const entry of moved) {
    const path = to + entry.path.slice(from.length);
    refuseBadPath(path);
    entries.set(path, path === BOOTSTRAP ? asProgram({ ...entry, path }) : { ...entry, path });
  }
}

/** The entry of a path and, when it is a folder, all that is in it. @throws CodeFileNotFound when there is nothing */
function below(entries: Entries, path: string): PackageEntry[] {
  const found = [...entries.values()].filter((entry) => entry.path === path || entry.path.startsWith(`${path}/`));
  if (found.length === 0) throw new CodeFileNotFound(path);
  return found;
}

function hasChildren(entries: Entries, path: string): boolean {
  for (const each of entries.keys()) if (each.startsWith(`${path}/`)) return true;
  return false;
}

function refuseFileAbove(entries: Entries, path: string): void {
  const file = foldersAbove(path).find((folder) => entries.get(folder)?.kind === "file");
  if (file !== undefined)
    throw new InvalidParameterValue(`'${path}' can't be made: '${file}' is a file, not a folder.`);
}

function refuseBadPath(path: string): void {
  const problem = codePathProblem(path);
  if (problem !== null) throw new InvalidParameterValue(`'${path}' can't be a file's name: ${problem}.`);
}

function checkPackage(entries: readonly PackageEntry[]): void {
  const files = entries.filter((entry) => entry.kind === "file");
  if (files.length === 0) throw new InvalidParameterValue("A deployment package needs at least one file.");
  if (entries.length > CODE_ENTRY_LIMIT) {
    throw new InvalidParameterValue(`A deployment package can have up to ${CODE_ENTRY_LIMIT} files and folders.`);
  }
  if (files.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0) > UNZIPPED_CODE_LIMIT_BYTES) {
    throw new UnzippedCodeTooLarge();
  }
  const problem = treeProblem(entries);
  if (problem !== null) throw new InvalidParameterValue(problem);
}

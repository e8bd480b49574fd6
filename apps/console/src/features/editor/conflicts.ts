import type { CodeChange } from "@lambent/model";
import { dropEmptyFolders } from "./change-set.ts";
import { bytesOf, contentFromBytes, type FileContent, fromBase64, sameBytes } from "./file-content.ts";
import { type BaseFile, Workspace } from "./workspace.ts";

/** A file that both sides changed since they last agreed. null: the file isn't there on that side. */
export interface Conflict {
  path: string;
  mine: FileContent | null;
  theirs: FileContent | null;
}

export type Side = "mine" | "theirs";

/** Reads a file of one package; null when the package has no such file. */
export type ReadFile = (path: string) => Promise<Uint8Array | null>;

export interface Sides {
  changes: readonly CodeChange[];
  /** The package that `changes` were made on. */
  readBase: ReadFile;
  /** The package that is deployed now. */
  readTheirs: ReadFile;
}

/**
 * What my changes make of the files they touch; read from the base only where a file was moved.
 * Asked for the same path twice, a base is expected to answer the same.
 */
export async function myFiles(
  changes: readonly CodeChange[],
  readBase: ReadFile,
): Promise<Map<string, FileContent | null>> {
  const mine = new Map<string, FileContent | null>();
  const current = async (path: string): Promise<FileContent | null> => {
    const touched = mine.get(path);
    if (touched !== undefined) return touched;
    const bytes = await readBase(path);
    return bytes && contentFromBytes(bytes);
  };
  for (const change of changes) {
    if (change.kind === "write") mine.set(change.path, contentFromBytes(fromBase64(change.contentBase64)));
    else if (change.kind === "delete") mine.set(change.path, null);
    else {
      const moved = await current(change.from);
      if (moved === null) continue; // its package is no longer kept: the file stays where they have it
      mine.set(change.to, moved);
      mine.set(change.from, null);
    }
  }
  return mine;
}

/** Files that I changed and that were deployed differently meanwhile, by path; empty when the two don't meet. */
export async function findConflicts({ changes, readBase, readTheirs }: Sides): Promise<Conflict[]> {
  const conflicts: Conflict[] = [];
  for (const [path, mine] of await myFiles(changes, readBase)) {
    const [base, theirs] = await Promise.all([readBase(path), readTheirs(path)]);
    if (sameFile(base, theirs) || sameFile(mine && bytesOf(mine), theirs)) continue;
    conflicts.push({ path, mine, theirs: theirs && contentFromBytes(theirs) });
  }
  return conflicts.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function sameFile(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a && b ? sameBytes(a, b) : a === b;
}

/**
 * My changes on top of the package deployed now. Where both sides changed a file, `choice` says whose stays;
 * every other file of theirs is kept. What they deployed just as I have it is no change any more.
 */
export async function rebase(
  { changes, readBase, readTheirs }: Sides,
  theirFiles: readonly BaseFile[],
  choice: ReadonlyMap<string, Side>,
): Promise<Workspace> {
  const workspace = new Workspace(theirFiles);
  const wanted: [string, FileContent | null][] = [];
  for (const [path, content] of await myFiles(changes, readBase)) {
    if (choice.get(path) === "theirs") continue;
    if (!sameFile(content && bytesOf(content), await readTheirs(path))) wanted.push([path, content]);
  }
  for (const [path, content] of wanted) if (content === null && workspace.file(path)) workspace.remove(path);
  for (const [path, content] of wanted) if (content !== null) workspace.write(path, content);
  dropEmptyFolders(workspace);
  return workspace;
}

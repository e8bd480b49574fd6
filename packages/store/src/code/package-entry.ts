import type { CodeFile } from "@lambent/model";

export interface FileEntry {
  kind: "file";
  /** Relative, with `/` between names; {@link codePathProblem} has nothing against it. */
  path: string;
  executable: boolean;
  /** 0: `raw` is the content; 8: `raw` is the content deflated. */
  method: 0 | 8;
  crc32: number;
  /** Length of the content as declared; what is unpacked is held to it. */
  sizeBytes: number;
  raw: Buffer;
  /** Set when the file stands unchanged in another package, whose unpacked copy can be shared. */
  origin?: { hostPath: string; file: CodeFile };
}

interface DirectoryEntry {
  kind: "directory";
  /** Without a slash at the end. */
  path: string;
}

/** One entry of a package, checked and not yet unpacked. */
export type PackageEntry = FileEntry | DirectoryEntry;

/** All folders above a path, nearest last: `a`, `a/b` for `a/b/c`. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) folders.push(path.slice(0, at));
  return folders;
}

/** Why these entries can't stand in one tree, in a sentence; null when they can. */
export function treeProblem(entries: readonly PackageEntry[]): string | null {
  const files = new Set<string>();
  for (const { kind, path } of entries) {
    if (kind !== "file") continue;
    if (files.has(path)) return `'${path}' is there twice.`;
    files.add(path);
  }
  for (const { kind, path } of entries) {
    if (kind === "directory" && files.has(path)) return `'${path}' is a file and a folder at once.`;
    const clash = foldersAbove(path).find((folder) => files.has(folder));
    if (clash !== undefined) return `'${clash}' is a file and, for '${path}', a folder at once.`;
  }
  return null;
}

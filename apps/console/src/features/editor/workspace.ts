import type { CodeFile } from "@lambent/model";
import { type FileContent, sizeBytesOf } from "./file-content.ts";
import { foldersAbove, isInside, joinPath, nameOf, parentOf, pathProblem } from "./paths.ts";

/** A file of the deployed package, as `code.files` lists it. */
export type BaseFile = Pick<CodeFile, "path" | "sizeBytes" | "binary">;

export interface WorkspaceFile {
  path: string;
  /** Where in the deployed package this file comes from; null for one made here. */
  origin: string | null;
  /** What was typed or dropped in; null while it is still what the package holds at `origin`. */
  content: FileContent | null;
}

/**
 * The files of a function as a person sees them in the editor: the deployed package with undeployed edits on top.
 * Empty folders live here only: a code package has none.
 */
export class Workspace {
  readonly base: ReadonlyMap<string, BaseFile>;
  readonly #files = new Map<string, WorkspaceFile>();
  readonly #emptyFolders = new Set<string>();
  /** Grows when a path appears or goes; the tree is rebuilt then and only then. */
  structureVersion = 0;

  constructor(baseFiles: readonly BaseFile[]) {
    this.base = new Map(baseFiles.map((file) => [file.path, file]));
    for (const { path } of baseFiles) this.#files.set(path, { path, origin: path, content: null });
  }

  files(): IterableIterator<WorkspaceFile> {
    return this.#files.values();
  }

  emptyFolders(): ReadonlySet<string> {
    return this.#emptyFolders;
  }

  file(path: string): WorkspaceFile | undefined {
    return this.#files.get(path);
  }

  isFolder(path: string): boolean {
    if (path === "" || this.#emptyFolders.has(path)) return true;
    for (const filePath of this.#files.keys()) if (isInside(filePath, path)) return true;
    for (const folder of this.#emptyFolders) if (isInside(folder, path)) return true;
    return false;
  }

  filesInside(folder: string): WorkspaceFile[] {
    return [...this.#files.values()].filter((file) => isInside(file.path, folder));
  }

  sizeBytes(file: WorkspaceFile): number {
    if (file.content) return sizeBytesOf(file.content);
    return this.base.get(file.origin ?? "")?.sizeBytes ?? 0;
  }

  isBinary(file: WorkspaceFile): boolean {
    return file.content ? file.content.kind === "bytes" : (this.base.get(file.origin ?? "")?.binary ?? false);
  }

  /** Why `path` can't be created or moved to, or undefined. `exceptFor` is the path being renamed. */
  problemWith(path: string, exceptFor?: string): string | undefined {
    const problem = pathProblem(path);
    if (problem) return problem;
    if (path === exceptFor) return undefined;
    if (this.#files.has(path)) return `A file ${nameOf(path)} already exists in this folder.`;
    if (this.isFolder(path)) return `A folder ${nameOf(path)} already exists in this folder.`;
    const fileInTheWay = foldersAbove(path).find((folder) => this.#files.has(folder));
    if (fileInTheWay) return `${fileInTheWay} is a file, not a folder.`;
    if (exceptFor !== undefined && isInside(path, exceptFor)) return "A folder can't be moved into itself.";
    return undefined;
  }

  /** Creates or overwrites a file. */
  write(path: string, content: FileContent): void {
    const existing = this.#files.get(path);
    this.#files.set(path, { path, origin: existing?.origin ?? null, content });
    if (!existing) this.#structureChanged(path);
  }

  /** Takes back the edits of a file: it is again what the package holds at its origin. */
  revert(path: string): void {
    const existing = this.#files.get(path);
    if (existing?.origin != null) this.#files.set(path, { ...existing, content: null });
  }

  addFolder(path: string): void {
    this.#emptyFolders.add(path);
    this.#structureChanged(path);
  }

  /** Removes a file, or a folder with all inside. Its parent stays, empty. */
  remove(path: string): void {
    for (const file of [...this.#files.values()]) {
      if (file.path === path || isInside(file.path, path)) this.#files.delete(file.path);
    }
    for (const folder of [...this.#emptyFolders]) {
      if (folder === path || isInside(folder, path)) this.#emptyFolders.delete(folder);
    }
    this.#keepFolder(parentOf(path));
    this.structureVersion++;
  }

  /** Moves or renames a file, or a folder with all inside; the caller has asked {@link problemWith}. */
  move(from: string, to: string): void {
    const movedPath = (path: string) => (path === from ? to : joinPath(to, path.slice(from.length + 1)));
    const moving = [...this.#files.values()].filter((file) => file.path === from || isInside(file.path, from));
    const movingFolders = [...this.#emptyFolders].filter((folder) => folder === from || isInside(folder, from));
    for (const file of moving) this.#files.delete(file.path);
    for (const folder of movingFolders) this.#emptyFolders.delete(folder);
    for (const file of moving) {
      const path = movedPath(file.path);
      this.#files.set(path, { ...file, path });
    }
    for (const folder of movingFolders) this.#emptyFolders.add(movedPath(folder));
    this.#keepFolder(parentOf(from));
    this.#structureChanged(to);
  }

  #keepFolder(folder: string): void {
    if (folder !== "" && !this.isFolder(folder)) this.#emptyFolders.add(folder);
  }

  #structureChanged(path: string): void {
    for (const folder of foldersAbove(path)) this.#emptyFolders.delete(folder);
    this.structureVersion++;
  }
}

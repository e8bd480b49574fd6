import type { CodeChange } from "@lambent/model";
import { bytesOf, contentFromBytes, fromBase64, toBase64 } from "./file-content.ts";
import { parentOf } from "./paths.ts";
import type { Workspace, WorkspaceFile } from "./workspace.ts";

/** How a file differs from the deployed package. `renamed` carries the old path. */
export interface ChangedFile {
  path: string;
  kind: "added" | "modified" | "deleted" | "renamed";
  from?: string;
}

/** The steps that make the deployed package what the editor shows: deletes, then renames, then writes. */
export function changesOf(workspace: Workspace): CodeChange[] {
  const writes: CodeChange[] = [];
  const renames = new Map<string, string>();
  const kept = new Set<string>();
  for (const file of workspace.files()) {
    if (file.content) {
      writes.push({ kind: "write", path: file.path, contentBase64: toBase64(bytesOf(file.content)) });
      if (workspace.base.has(file.path)) kept.add(file.path);
    } else if (file.origin === file.path) {
      kept.add(file.path);
    } else if (file.origin !== null) {
      renames.set(file.origin, file.path);
    }
  }
  const deletes: CodeChange[] = [];
  for (const path of workspace.base.keys()) {
    if (!kept.has(path) && !renames.has(path)) deletes.push({ kind: "delete", path });
  }
  return [...deletes, ...orderedRenames(renames), ...writes];
}

/** Renames in an order in which each target is free; a swap goes through a name that nobody uses. */
function orderedRenames(renames: ReadonlyMap<string, string>): CodeChange[] {
  const pending = new Map(renames);
  const ordered: CodeChange[] = [];
  let parked = 0;
  while (pending.size > 0) {
    const free = [...pending].filter(([, to]) => !pending.has(to));
    for (const [from, to] of free) {
      ordered.push({ kind: "rename", from, to });
      pending.delete(from);
    }
    const [first] = pending;
    if (free.length === 0 && first) {
      const [from, to] = first;
      const parking = `.lambent-rename-${parked++}`;
      ordered.push({ kind: "rename", from, to: parking });
      pending.delete(from);
      pending.set(parking, to);
    }
  }
  return ordered;
}

/** Puts recorded changes on a workspace that stands at the package they were recorded against. */
export function applyChanges(workspace: Workspace, changes: readonly CodeChange[]): void {
  for (const change of changes) {
    if (change.kind === "write") workspace.write(change.path, contentFromBytes(fromBase64(change.contentBase64)));
    else if (change.kind === "delete") workspace.remove(change.path);
    else if (workspace.file(change.from)) workspace.move(change.from, change.to);
  }
  dropEmptyFolders(workspace);
}

/** A recorded change says nothing of empty folders: those left behind by its deletes are not worth showing. */
export function dropEmptyFolders(workspace: Workspace): void {
  while (workspace.emptyFolders().size > 0)
    for (const folder of [...workspace.emptyFolders()]) workspace.remove(folder);
}

/** Every file that differs from the deployed package, by path. */
export function changedFiles(workspace: Workspace): ChangedFile[] {
  const changed: ChangedFile[] = [];
  const accounted = new Set<string>();
  for (const file of workspace.files()) {
    const change = changeOfFile(workspace, file);
    if (change) changed.push(change);
    if (workspace.base.has(file.path)) accounted.add(file.path);
    if (change?.kind === "renamed" && file.origin) accounted.add(file.origin);
  }
  for (const path of workspace.base.keys()) if (!accounted.has(path)) changed.push({ path, kind: "deleted" });
  return changed.sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function changeOfFile(workspace: Workspace, file: WorkspaceFile): ChangedFile | undefined {
  if (file.content) return { path: file.path, kind: workspace.base.has(file.path) ? "modified" : "added" };
  if (file.origin !== null && file.origin !== file.path) return { path: file.path, kind: "renamed", from: file.origin };
  return undefined;
}

/** Folders on the way to any changed file: the tree marks them, so that a change in a closed folder is seen. */
export function foldersWithChanges(changed: readonly ChangedFile[]): Set<string> {
  const folders = new Set<string>();
  for (const { path } of changed) {
    for (let folder = parentOf(path); folder !== "" && !folders.has(folder); folder = parentOf(folder))
      folders.add(folder);
  }
  return folders;
}

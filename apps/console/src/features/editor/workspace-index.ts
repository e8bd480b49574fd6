import { type ChangedFile, changedFiles } from "./change-set.ts";
import { buildFileTree, type FileTree } from "./file-tree.ts";
import type { Workspace } from "./workspace.ts";

/** What is asked at every keystroke of a workspace that may hold thousands of files: worked out once per change. */
export class WorkspaceIndex {
  #tree: { workspace: Workspace; structureVersion: number; tree: FileTree } | null = null;
  #changed: { editVersion: number; files: ChangedFile[] } | null = null;

  tree(workspace: Workspace): FileTree {
    const { structureVersion } = workspace;
    if (this.#tree?.workspace !== workspace || this.#tree.structureVersion !== structureVersion) {
      const paths = [...workspace.files()].map(({ path }) => path);
      this.#tree = { workspace, structureVersion, tree: buildFileTree(paths, workspace.emptyFolders()) };
    }
    return this.#tree.tree;
  }

  changed(workspace: Workspace, editVersion: number): readonly ChangedFile[] {
    if (this.#changed?.editVersion !== editVersion) this.#changed = { editVersion, files: changedFiles(workspace) };
    return this.#changed.files;
  }
}

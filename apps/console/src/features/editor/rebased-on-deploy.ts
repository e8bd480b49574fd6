import type { FileContent } from "./file-content.ts";
import { type BaseFile, Workspace, type WorkspaceFile } from "./workspace.ts";

/** The files of a workspace at one moment. */
export type Snapshot = ReadonlyMap<string, WorkspaceFile>;

export function snapshotOf(workspace: Workspace): Snapshot {
  return new Map([...workspace.files()].map((file) => [file.path, file]));
}

/**
 * The workspace after a deploy: what was sent is the base now; what was typed, made, moved or deleted while the request
 * was under way stays an undeployed change.
 * @param contentOf what a file held that was edited when it was sent and taken back since
 */
export function rebasedOnDeploy(
  sent: Snapshot,
  current: Workspace,
  deployedFiles: readonly BaseFile[],
  contentOf: (origin: string) => FileContent | undefined,
): Workspace {
  const workspace = new Workspace(deployedFiles);
  const sentByOrigin = new Map(
    [...sent.values()].filter((file) => !file.content).map((file) => [file.origin, file.path]),
  );
  const gone = new Set(sent.keys());
  const writes: [string, FileContent][] = [];
  const moves: [string, string][] = [];
  for (const file of current.files()) {
    const before = sent.get(file.path);
    if (before && before.content === file.content && before.origin === file.origin) {
      gone.delete(file.path);
    } else if (file.content) {
      writes.push([file.path, file.content]);
      gone.delete(file.path);
    } else if (file.origin !== null) {
      const movedFrom = sentByOrigin.get(file.origin);
      const reverted = contentOf(file.origin);
      if (movedFrom !== undefined && movedFrom !== file.path && !current.file(movedFrom))
        moves.push([movedFrom, file.path]);
      else if (reverted) writes.push([file.path, reverted]);
      gone.delete(movedFrom ?? file.path);
      gone.delete(file.path);
    }
  }
  for (const path of gone) if (workspace.file(path)) workspace.remove(path);
  for (const [from, to] of moves) if (workspace.file(from)) workspace.move(from, to);
  for (const [path, content] of writes) workspace.write(path, content);
  for (const folder of current.emptyFolders()) if (!workspace.isFolder(folder)) workspace.addFolder(folder);
  return workspace;
}

import { useState } from "react";
import { type FileFromDesktop, problemWithSize, readFromDesktop } from "../dropped-files.ts";
import type { EditorSession } from "../editor-session.ts";
import { folderForNewEntry } from "../file-tree.ts";
import { joinPath, nameOf, parentOf } from "../paths.ts";
import { saveFile } from "../save-file.ts";

/** A name that is being typed in the tree: of a new entry inside `folder`, or of `path` that gets another one. */
export type Naming =
  | { kind: "file"; folder: string }
  | { kind: "folder"; folder: string }
  | { kind: "rename"; path: string };

/** A question that has to be answered before files change. */
export type Question =
  | { kind: "delete"; path: string; fileCount: number }
  | { kind: "overwrite"; paths: string[]; folder: string; files: readonly FileFromDesktop[] };

/** What the explorer's buttons, keys and menu do; each works on a path, or on the selected one. */
export function useExplorerActions(session: EditorSession) {
  const [naming, setNaming] = useState<Naming | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { view, workspace } = session;
  const isFolder = (path: string) => !workspace.file(path);

  const startNew = (kind: "file" | "folder", path = view.selected) => {
    const folder = folderForNewEntry(path, path !== null && isFolder(path));
    if (folder !== "") view.setExpanded(folder, true);
    setNaming({ kind, folder });
  };

  /** Path that a typed name stands for. */
  const pathFor = (typed: string): string => {
    if (naming === null) return typed;
    return joinPath(naming.kind === "rename" ? parentOf(naming.path) : naming.folder, typed);
  };

  const problemWithName = (typed: string): string | undefined =>
    session.problemWith(pathFor(typed), naming?.kind === "rename" ? naming.path : undefined);

  /** Ends the naming; false when the name can't be used. */
  const finishNaming = (typed: string): boolean => {
    if (naming === null) return true;
    if (problemWithName(typed)) return false;
    const path = pathFor(typed);
    if (naming.kind === "file") {
      session.addFile(path, { kind: "text", text: "" });
      view.openFile(path);
    } else if (naming.kind === "folder") session.addFolder(path);
    else if (path !== naming.path) session.move(naming.path, path);
    setNaming(null);
    return true;
  };

  const askToDelete = (path: string) => {
    setQuestion({ kind: "delete", path, fileCount: isFolder(path) ? workspace.filesInside(path).length : 1 });
  };

  const moveInto = (path: string, folder: string) => {
    const target = joinPath(folder, nameOf(path));
    if (target === path) return;
    const reason = session.problemWith(target, path);
    if (reason) setProblem(`${nameOf(path)} can't be moved: ${reason}`);
    else session.move(path, target);
  };

  const download = async (path: string) => {
    const content = await session.contentOf(path);
    if (content) saveFile(nameOf(path), content);
  };

  const addFiles = async (folder: string, files: readonly FileFromDesktop[]) => {
    if (files.length === 0) return;
    const targets = files.map(({ path }) => joinPath(folder, path));
    const size = problemWithSize(files);
    const refused = targets.map((path) => (workspace.file(path) ? undefined : session.problemWith(path))).find(Boolean);
    if (size ?? refused) return setProblem(size ?? refused ?? null);
    const existing = targets.filter((path) => workspace.file(path) !== undefined);
    if (existing.length > 0) setQuestion({ kind: "overwrite", paths: existing, folder, files });
    else await take(folder, files);
  };

  const take = async (folder: string, files: readonly FileFromDesktop[]) => {
    try {
      const read = await readFromDesktop(files);
      session.addFiles(read.map(({ path, content }) => ({ path: joinPath(folder, path), content })));
      const [only] = read;
      if (read.length === 1 && only) view.openFile(joinPath(folder, only.path));
    } catch (error) {
      setProblem(`The files couldn't be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  const answer = async (yes: boolean) => {
    setQuestion(null);
    if (!yes || !question) return;
    if (question.kind === "delete") session.remove(question.path);
    else await take(question.folder, question.files);
  };

  return {
    naming,
    startNew,
    startRename: (path: string) => setNaming({ kind: "rename", path }),
    cancelNaming: () => setNaming(null),
    problemWithName,
    finishNaming,
    question,
    askToDelete,
    answer,
    problem,
    dismissProblem: () => setProblem(null),
    moveInto,
    download,
    addFiles,
  };
}

export type ExplorerActions = ReturnType<typeof useExplorerActions>;

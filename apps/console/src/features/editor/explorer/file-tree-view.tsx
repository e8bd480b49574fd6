import { type DragEvent, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { foldersWithChanges } from "../change-set.ts";
import { filesOfDrop } from "../dropped-files.ts";
import type { EditorSession } from "../editor-session.ts";
import { type TreeRow, visibleRows } from "../file-tree.ts";
import { nameOf, parentOf } from "../paths.ts";
import type { ExplorerActions } from "./explorer-actions.ts";
import { useLineWindow } from "./line-window.ts";
import { NameInput } from "./name-input.tsx";
import { treeCommand } from "./tree-keys.ts";
import { LINE_HEIGHT_PX, TreeLine } from "./tree-line.tsx";

const MOVED_PATH = "application/x-lambent-path";

interface FileTreeViewProps {
  session: EditorSession;
  actions: ExplorerActions;
  onMenu(path: string, at: { x: number; y: number }): void;
}

/** The files as a tree: arrow keys, F2, Delete, Shift+F10; drag to move, drop from the desktop to add. */
export function FileTreeView({ session, actions, onMenu }: FileTreeViewProps) {
  const { view, tree, changed, workspace } = session;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [dropFolder, setDropFolder] = useState<string | null>(null);
  const rows = useMemo(
    () => withNewEntry(visibleRows(tree, view.expanded), actions.naming),
    [tree, view.expanded, actions.naming],
  );
  const changes = useMemo(() => new Map(changed.map((file) => [file.path, file.kind])), [changed]);
  const changedFolders = useMemo(() => foldersWithChanges(changed), [changed]);
  const { first, last } = useLineWindow(scroller, rows.length, LINE_HEIGHT_PX);
  const selectedIndex = rows.findIndex((row) => row.path === view.selected);
  const namingIndex = rows.findIndex((row) => isNamed(row, actions.naming));

  useEffect(() => {
    const index = namingIndex === -1 ? selectedIndex : namingIndex;
    if (index === -1) return;
    const element = scroller.current!;
    const top = index * LINE_HEIGHT_PX;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + LINE_HEIGHT_PX > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + LINE_HEIGHT_PX - element.clientHeight;
    }
  }, [selectedIndex, namingIndex]);

  const activate = (row: TreeRow) => {
    view.select(row.path);
    if (row.kind === "folder") view.setExpanded(row.path, !row.expanded);
    else view.openFile(row.path);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || actions.naming) return;
    const command = treeCommand(event.key, event.shiftKey, rows, view.selected);
    if (!command) return;
    event.preventDefault();
    if (command.kind === "select") view.select(command.path);
    else if (command.kind === "expand" || command.kind === "collapse")
      view.setExpanded(command.path, command.kind === "expand");
    else if (command.kind === "open") view.openFile(command.path);
    else if (command.kind === "rename") actions.startRename(command.path);
    else if (command.kind === "delete") actions.askToDelete(command.path);
    else {
      const line = document.getElementById(`${id}-${selectedIndex}`)?.getBoundingClientRect();
      onMenu(command.path, { x: (line?.left ?? 0) + 40, y: line?.bottom ?? 0 });
    }
  };

  /** Folder that a drop at this place goes into. */
  const folderAt = (event: DragEvent): string => {
    const path = (event.target as Element).closest<HTMLElement>("[data-path]")?.dataset.path;
    if (path === undefined) return "";
    return workspace.file(path) ? parentOf(path) : path;
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    const folder = folderAt(event);
    const moved = event.dataTransfer.getData(MOVED_PATH);
    setDropFolder(null);
    if (moved !== "") actions.moveInto(moved, folder);
    else void filesOfDrop(event.dataTransfer).then((files) => actions.addFiles(folder, files));
  };

  return (
    <div
      ref={scroller}
      role="tree"
      aria-label="Files of the function"
      tabIndex={0}
      aria-activedescendant={selectedIndex >= first && selectedIndex < last ? `${id}-${selectedIndex}` : undefined}
      onKeyDown={onKeyDown}
      onDragStart={(event) => {
        const path = (event.target as HTMLElement).dataset.path;
        if (path !== undefined) event.dataTransfer.setData(MOVED_PATH, path);
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setDropFolder(folderAt(event));
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropFolder(null);
      }}
      onDrop={onDrop}
      className={`group min-h-0 flex-1 overflow-auto text-sm outline-none focus-visible:outline-1 focus-visible:-outline-offset-1 focus-visible:outline-border-item-focused ${
        dropFolder === "" ? "bg-background-item-selected" : ""
      }`}
    >
      <div role="none" className="relative" style={{ height: rows.length * LINE_HEIGHT_PX }}>
        <div role="none" className="absolute inset-x-0" style={{ top: first * LINE_HEIGHT_PX }}>
          {rows.slice(first, last).map((row, offset) => (
            <TreeLine
              key={row.path}
              id={`${id}-${first + offset}`}
              row={row}
              selected={row.path === view.selected}
              change={
                changes.get(row.path) ?? (changedFolders.has(row.path) && row.kind === "folder" ? "inside" : undefined)
              }
              dropTarget={dropFolder !== null && dropFolder !== "" && dropFolder === row.path}
              naming={
                isNamed(row, actions.naming) && (
                  <NameInput
                    label={
                      actions.naming?.kind === "rename" ? `New name of ${row.name}` : `Name of the new ${row.kind}`
                    }
                    initial={actions.naming?.kind === "rename" ? nameOf(actions.naming.path) : ""}
                    actions={actions}
                    onDone={() => scroller.current?.focus()}
                  />
                )
              }
              onClick={() => activate(row)}
              onContextMenu={(at) => {
                view.select(row.path);
                onMenu(row.path, at);
              }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** Path of the line on which a new entry is named; no file can be called so. */
const NEW_ENTRY = "\u0000new";

function isNamed(row: TreeRow, naming: ExplorerActions["naming"]): boolean {
  if (naming === null) return false;
  return row.path === (naming.kind === "rename" ? naming.path : NEW_ENTRY);
}

/** The lines with an empty one where the new file or folder will be. */
function withNewEntry(rows: TreeRow[], naming: ExplorerActions["naming"]): TreeRow[] {
  if (naming === null || naming.kind === "rename") return rows;
  const parent = rows.findIndex((row) => row.path === naming.folder);
  const level = parent === -1 ? 1 : rows[parent]!.level + 1;
  const entry: TreeRow = {
    path: NEW_ENTRY,
    name: "",
    kind: naming.kind,
    level,
    expanded: false,
    position: 1,
    siblings: 1,
  };
  return rows.toSpliced(parent + 1, 0, entry);
}

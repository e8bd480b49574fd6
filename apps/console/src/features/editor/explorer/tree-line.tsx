import Icon from "@cloudscape-design/components/icon";
import type { ReactNode } from "react";
import type { ChangedFile } from "../change-set.ts";
import type { TreeRow } from "../file-tree.ts";

/** Height of one line, in px: the tree draws only those in view and so has to know it. */
export const LINE_HEIGHT_PX = 26;
const INDENT_PX = 12;

/** The letter, word and colour of each kind of change, here and in the list of changes. */
export const CHANGE_MARKS: Record<ChangedFile["kind"], { letter: string; word: string; color: string }> = {
  added: { letter: "A", word: "added", color: "text-text-status-success" },
  modified: { letter: "M", word: "modified", color: "text-text-status-warning" },
  renamed: { letter: "R", word: "renamed", color: "text-text-status-info" },
  deleted: { letter: "D", word: "deleted", color: "text-text-status-error" },
};

interface TreeLineProps {
  id: string;
  row: TreeRow;
  selected: boolean;
  /** Of the file itself, or `inside` for a folder with changed files. */
  change: ChangedFile["kind"] | "inside" | undefined;
  dropTarget: boolean;
  /** Takes the place of the name while it is being changed. */
  naming: ReactNode;
  onClick(): void;
  onContextMenu(at: { x: number; y: number }): void;
}

export function TreeLine({ id, row, selected, change, dropTarget, naming, onClick, onContextMenu }: TreeLineProps) {
  const mark = change !== undefined && change !== "inside" ? CHANGE_MARKS[change] : undefined;
  const spoken = mark ? `${row.name}, ${mark.word}` : change ? `${row.name}, contains changes` : row.name;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the focus and handles the keys
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-label={spoken}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={selected}
      aria-expanded={row.kind === "folder" ? row.expanded : undefined}
      title={row.path}
      draggable={!naming}
      data-path={row.path}
      onClick={onClick}
      onContextMenu={(event) => {
        event.preventDefault();
        onContextMenu({ x: event.clientX, y: event.clientY });
      }}
      style={{ height: LINE_HEIGHT_PX, paddingInlineStart: 8 + (row.level - 1) * INDENT_PX }}
      className={`flex cursor-pointer items-center gap-1 pe-2 outline-none select-none ${
        selected
          ? "bg-background-item-selected group-focus-visible:outline-2 group-focus-visible:-outline-offset-2 group-focus-visible:outline-border-item-focused"
          : "hover:bg-background-dropdown-item-hover"
      } ${dropTarget ? "outline-2 -outline-offset-2 outline-border-item-focused" : ""}`}
    >
      <span className="inline-flex w-4 shrink-0 justify-center">
        {row.kind === "folder" && (
          <Icon name={row.expanded ? "caret-down-filled" : "caret-right-filled"} size="small" />
        )}
      </span>
      <Icon
        name={row.kind === "file" ? "file" : row.expanded ? "folder-open" : "folder"}
        size="small"
        variant="subtle"
      />
      {naming || (
        <>
          <span className={`flex-1 truncate ${mark?.color ?? ""}`}>{row.name}</span>
          {mark && (
            <span aria-hidden className={`text-xs font-bold ${mark.color}`}>
              {mark.letter}
            </span>
          )}
          {change === "inside" && <span aria-hidden className="size-1.5 rounded-full bg-text-status-warning" />}
        </>
      )}
    </div>
  );
}

import type { TreeRow } from "../file-tree.ts";
import { parentOf } from "../paths.ts";

/** What a key does in the tree. */
export type TreeCommand =
  | { kind: "select"; path: string }
  | { kind: "expand" | "collapse" | "open"; path: string }
  | { kind: "rename" | "delete" | "menu"; path: string };

/** Lines that Page Up and Page Down go. */
const PAGE_ROWS = 10;

/** The keys of a tree as screen reader users know them. @see https://www.w3.org/WAI/ARIA/apg/patterns/treeview/ */
export function treeCommand(
  key: string,
  shift: boolean,
  rows: readonly TreeRow[],
  selected: string | null,
): TreeCommand | undefined {
  const index = rows.findIndex((row) => row.path === selected);
  const row = rows[index];
  const select = (target: number): TreeCommand | undefined => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, target))];
    return next && { kind: "select", path: next.path };
  };
  switch (key) {
    case "ArrowDown":
      return select(index + 1);
    case "ArrowUp":
      return select(index === -1 ? rows.length - 1 : index - 1);
    case "PageDown":
      return select(index + PAGE_ROWS);
    case "PageUp":
      return select(index - PAGE_ROWS);
    case "Home":
      return select(0);
    case "End":
      return select(rows.length - 1);
  }
  if (!row) return undefined;
  const { path, kind, expanded } = row;
  if (key === "ContextMenu" || (key === "F10" && shift)) return { kind: "menu", path };
  switch (key) {
    case "ArrowRight":
      if (kind === "folder") return expanded ? select(index + 1) : { kind: "expand", path };
      return undefined;
    case "ArrowLeft":
      if (kind === "folder" && expanded) return { kind: "collapse", path };
      return parentOf(path) === "" ? undefined : { kind: "select", path: parentOf(path) };
    case "Enter":
    case " ":
      if (kind === "folder") return { kind: expanded ? "collapse" : "expand", path };
      return { kind: "open", path };
    case "F2":
      return { kind: "rename", path };
    case "Delete":
      return { kind: "delete", path };
  }
  return typeAhead(key, rows, index);
}

/** A letter goes to the next line that starts with it. */
function typeAhead(key: string, rows: readonly TreeRow[], index: number): TreeCommand | undefined {
  if ([...key].length !== 1) return undefined;
  const letter = key.toLowerCase();
  const found = [...rows.slice(index + 1), ...rows.slice(0, index + 1)].find((row) =>
    row.name.toLowerCase().startsWith(letter),
  );
  return found && { kind: "select", path: found.path };
}

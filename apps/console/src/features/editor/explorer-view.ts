import { closeFile, keepOpenFiles, moveOpenFiles, NO_OPEN_FILES, type OpenFiles, openFile } from "./open-files.ts";
import { foldersAbove, isInside } from "./paths.ts";

/** What of a function's files is on screen: open tabs, open folders, the selected line. Kept while other tabs are visited. */
export class ExplorerView {
  open: OpenFiles = NO_OPEN_FILES;
  expanded: ReadonlySet<string> = new Set();
  selected: string | null = null;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  openFile(path: string): void {
    this.open = openFile(this.open, path);
    this.reveal(path);
    this.#onChange();
  }

  closeFile(path: string): void {
    this.open = closeFile(this.open, path);
    this.#onChange();
  }

  select(path: string | null): void {
    this.selected = path;
    this.#onChange();
  }

  setExpanded(folder: string, expanded: boolean): void {
    const next = new Set(this.expanded);
    if (expanded) next.add(folder);
    else next.delete(folder);
    this.expanded = next;
    this.#onChange();
  }

  expandOnly(folders: ReadonlySet<string>): void {
    this.expanded = folders;
    this.#onChange();
  }

  /** Selects a path and opens the folders above it; the caller says that something changed. */
  reveal(path: string): void {
    this.expanded = new Set([...this.expanded, ...foldersAbove(path)]);
    this.selected = path;
  }

  /** Follows a move; the caller says that something changed. */
  moved(from: string, to: string): void {
    this.open = moveOpenFiles(this.open, from, to);
    const inside = (folder: string) => folder === from || isInside(folder, from);
    this.expanded = new Set(
      [...this.expanded].map((folder) => (inside(folder) ? to + folder.slice(from.length) : folder)),
    );
    this.reveal(to);
  }

  /** Lets go of what is no longer there; the caller says that something changed. */
  keepOnly(isFile: (path: string) => boolean, isFolder: (path: string) => boolean): void {
    this.open = keepOpenFiles(this.open, isFile);
    if (this.selected !== null && !isFile(this.selected) && !isFolder(this.selected)) this.selected = null;
  }
}

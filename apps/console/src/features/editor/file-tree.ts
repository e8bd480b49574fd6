import { joinPath, nameOf, parentOf } from "./paths.ts";

/** What one folder holds directly, in the order shown: folders first, then files, each by name. */
interface FolderListing {
  folders: string[];
  files: string[];
}

/** A package's paths indexed by folder. Built once per change of structure: looking at one level never walks the others. */
export type FileTree = ReadonlyMap<string, FolderListing>;

/** One visible line of the explorer. */
export interface TreeRow {
  path: string;
  name: string;
  kind: "folder" | "file";
  /** 1 for what lies in the root, as `aria-level` counts. */
  level: number;
  expanded: boolean;
  /** `aria-posinset` and `aria-setsize` among its siblings. */
  position: number;
  siblings: number;
}

const compareNames = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;

export function buildFileTree(filePaths: Iterable<string>, emptyFolders: Iterable<string>): FileTree {
  const tree = new Map<string, FolderListing>([["", { folders: [], files: [] }]]);
  const listingOf = (folder: string): FolderListing => {
    const known = tree.get(folder);
    if (known) return known;
    const listing: FolderListing = { folders: [], files: [] };
    tree.set(folder, listing);
    listingOf(parentOf(folder)).folders.push(folder);
    return listing;
  };
  for (const path of filePaths) listingOf(parentOf(path)).files.push(path);
  for (const folder of emptyFolders) listingOf(folder);
  for (const listing of tree.values()) {
    listing.folders.sort(byName);
    listing.files.sort(byName);
  }
  return tree;
}

function byName(a: string, b: string): number {
  return compareNames(nameOf(a), nameOf(b)) || (a < b ? -1 : 1);
}

/** The lines to show: only folders in `expanded` are looked into. */
export function visibleRows(tree: FileTree, expanded: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const list = (folder: string, level: number) => {
    const listing = tree.get(folder);
    if (!listing) return;
    const siblings = listing.folders.length + listing.files.length;
    let position = 0;
    for (const path of listing.folders) {
      const isExpanded = expanded.has(path);
      rows.push({
        path,
        name: nameOf(path),
        kind: "folder",
        level,
        expanded: isExpanded,
        position: ++position,
        siblings,
      });
      if (isExpanded) list(path, level + 1);
    }
    for (const path of listing.files) {
      rows.push({ path, name: nameOf(path), kind: "file", level, expanded: false, position: ++position, siblings });
    }
  };
  list("", 1);
  return rows;
}

/** Folders open at first: the outer ones of a small package; never dependencies, never more than a screenful. */
export function initiallyExpanded(tree: FileTree): Set<string> {
  const expanded = new Set<string>();
  let lines = (tree.get("")?.folders.length ?? 0) + (tree.get("")?.files.length ?? 0);
  for (const folder of tree.get("")?.folders ?? []) {
    const listing = tree.get(folder);
    const inside = (listing?.folders.length ?? 0) + (listing?.files.length ?? 0);
    if (isDependencyFolder(folder) || lines + inside > SCREENFUL_ROWS) continue;
    expanded.add(folder);
    lines += inside;
  }
  return expanded;
}

const SCREENFUL_ROWS = 20;

/** Installed packages: present, but not what a person came to edit. */
function isDependencyFolder(folder: string): boolean {
  const name = nameOf(folder);
  return name === "node_modules" || name === "__pycache__" || name.endsWith(".dist-info") || name.startsWith(".");
}

/** Where a new file goes when `path` is selected: into the folder, or beside the file. */
export function folderForNewEntry(path: string | null, isFolder: boolean): string {
  if (path === null) return "";
  return isFolder ? path : parentOf(path);
}

/** A name not taken in `folder`, for example `untitled-2.mjs`. */
export function freeName(tree: FileTree, folder: string, wanted: string): string {
  const listing = tree.get(folder);
  const taken = new Set([...(listing?.folders ?? []), ...(listing?.files ?? [])]);
  const dot = wanted.lastIndexOf(".");
  const [stem, extension] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ""];
  let name = wanted;
  for (let number = 2; taken.has(joinPath(folder, name)); number++) name = `${stem}-${number}${extension}`;
  return name;
}

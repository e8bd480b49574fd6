import { isInside } from "./paths.ts";

/** The editor's tabs: which files are open, in order, and which one is shown. */
export interface OpenFiles {
  paths: readonly string[];
  active: string | null;
}

export const NO_OPEN_FILES: OpenFiles = { paths: [], active: null };

export function openFile({ paths }: OpenFiles, path: string): OpenFiles {
  return { paths: paths.includes(path) ? paths : [...paths, path], active: path };
}

/** Closes a tab; its right neighbour comes forward, else its left one. */
export function closeFile({ paths, active }: OpenFiles, path: string): OpenFiles {
  const index = paths.indexOf(path);
  const left = paths.filter((other) => other !== path);
  return { paths: left, active: active === path ? (left[index] ?? left[index - 1] ?? null) : active };
}

/** Follows a rename or move of a file, or of a folder around open files. */
export function moveOpenFiles({ paths, active }: OpenFiles, from: string, to: string): OpenFiles {
  const moved = (path: string) => {
    if (path === from) return to;
    return isInside(path, from) ? to + path.slice(from.length) : path;
  };
  return { paths: paths.map(moved), active: active === null ? null : moved(active) };
}

/** Closes what is no longer there. */
export function keepOpenFiles(open: OpenFiles, exists: (path: string) => boolean): OpenFiles {
  return open.paths.filter((path) => !exists(path)).reduce(closeFile, open);
}

/** The tab beside the active one, around the ends; `step` is 1 or -1. */
export function neighbour({ paths, active }: OpenFiles, step: 1 | -1): string | null {
  if (active === null || paths.length === 0) return null;
  return paths[(paths.indexOf(active) + step + paths.length) % paths.length] ?? null;
}

import { linkSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Up to this many files, links (2 µs each) are cheaper than a mount, which takes a process (3 ms). @see facts: sandbox */
export const LINKS_MAX = 64;

/**
 * The files of a small tree, as paths below it: folders before what they hold.
 * @returns undefined for a tree of more than `LINKS_MAX` entries, or with one that is neither file nor folder.
 */
export function smallTree(directory: string): { path: string; isFolder: boolean }[] | undefined {
  const entries: { path: string; isFolder: boolean }[] = [];
  const folders = [""];
  for (const folder of folders) {
    for (const entry of readdirSync(join(directory, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const isFolder = entry.isDirectory();
      if (entries.length === LINKS_MAX || !(isFolder || entry.isFile())) return undefined;
      entries.push({ path, isFolder });
      if (isFolder) folders.push(path);
    }
  }
  return entries;
}

/** Makes the tree appear in an empty folder of the same file system without copying. Synchronous: 0.1 ms of a cold start. */
export function linkTree(entries: readonly { path: string; isFolder: boolean }[], from: string, to: string): void {
  for (const { path, isFolder } of entries) {
    if (isFolder) mkdirSync(join(to, path), { mode: 0o755 });
    else linkSync(join(from, path), join(to, path));
  }
}

export const onSameFileSystem = (a: string, b: string): boolean => statSync(a).dev === statSync(b).dev;

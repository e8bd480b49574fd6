import { ZIPPED_CODE_LIMIT_BYTES } from "@lambent/model";
import { contentFromBytes, type FileContent } from "./file-content.ts";
import { joinPath } from "./paths.ts";

export interface FileFromDesktop {
  /** Relative to where it is dropped: a dropped folder brings its inner paths. */
  path: string;
  file: File;
}

/** Files and folders of a drop. To be called while the event is handled: browsers empty it afterwards. */
export function filesOfDrop(data: DataTransfer): Promise<FileFromDesktop[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.() ?? null).filter((entry) => entry !== null);
  if (entries.length === 0) return Promise.resolve(filesOfInput(data.files));
  return Promise.all(entries.map((entry) => filesOfEntry(entry, ""))).then((lists) => lists.flat());
}

export function filesOfInput(files: Iterable<File>): FileFromDesktop[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

async function filesOfEntry(entry: FileSystemEntry, folder: string): Promise<FileFromDesktop[]> {
  const path = joinPath(folder, entry.name);
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileFromDesktop[] = [];
  for (;;) {
    // A reader hands out a folder in portions (100 in Chromium) and ends with an empty one.
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) return found;
    for (const inner of portion) found.push(...(await filesOfEntry(inner, path)));
  }
}

/** Why these files can't come in, or undefined. */
export function problemWithSize(files: readonly FileFromDesktop[]): string | undefined {
  const sizeBytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (sizeBytes <= ZIPPED_CODE_LIMIT_BYTES) return undefined;
  return `These files have ${Math.ceil(sizeBytes / 1_000_000)} MB; up to 50 MB can be added at a time. For more, use Upload from > .zip file.`;
}

/** Reads bytes, never text: a binary file arrives as it is. */
export async function readFromDesktop(
  files: readonly FileFromDesktop[],
): Promise<{ path: string; content: FileContent }[]> {
  return Promise.all(
    files.map(async ({ path, file }) => ({
      path,
      content: contentFromBytes(new Uint8Array(await file.arrayBuffer())),
    })),
  );
}

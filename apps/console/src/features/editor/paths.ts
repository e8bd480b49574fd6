import { codePathProblem } from "@lambent/model";

/** Paths inside a code package: `/` between segments, none at either end. The root folder is the empty string. */

export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function joinPath(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

export function isInside(path: string, folder: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}

/** Every folder above a path, outermost first: `a/b/c.js` → `a`, `a/b`. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
    folders.push(path.slice(0, slash));
  }
  return folders;
}

/** Why a name or relative path can't be used for a file or folder, in a sentence; undefined when it can. */
export function pathProblem(path: string): string | undefined {
  if (path.trim() === "") return "Enter a name.";
  if (path.endsWith("/")) return "A name can't end with a slash.";
  if (path.split("/").some((segment) => segment !== segment.trim())) return "A name can't start or end with a space.";
  const problem = codePathProblem(path);
  return problem === null ? undefined : `This name can't be used: ${problem}.`;
}

import { statSync } from "node:fs";

/** Whether any user may pass the folders above it: a checkout below /root can't be run by others. */
export function isReachable(file: string): boolean {
  const folders = file
    .split("/")
    .slice(1, -1)
    .map((_, index, parts) => `/${parts.slice(0, index + 1).join("/")}`);
  return folders.every((folder) => (statSync(folder).mode & 0o001) !== 0);
}

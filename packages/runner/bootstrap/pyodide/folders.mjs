// The folders of the sandbox, at their own paths within Pyodide's file system.
import { existsSync, readlinkSync } from "node:fs";

/** What a function may look for besides its own folders; where the sandbox has none, there is none. */
const SHARED = ["/tmp", "/opt", "/etc", "/usr/share/zoneinfo"];

/** Emscripten's number for "invalid argument": what can't be read as a link. */
const EINVAL = 28;

export function mountFolders(FS, { taskRoot, runtimeDirectory }) {
  const { NODEFS } = FS.filesystems;
  // Pyodide's own takes a link for one from the working directory; as written it leads where it should, as the paths are alike.
  NODEFS.node_ops.readlink = (node) => {
    try {
      return readlinkSync(NODEFS.realPath(node));
    } catch {
      throw new FS.ErrnoError(EINVAL);
    }
  };
  mount(FS, taskRoot, "/var/task");
  mount(FS, runtimeDirectory, "/var/runtime");
  for (const folder of SHARED) if (existsSync(folder)) mount(FS, folder, folder);
}

export function mount(FS, folder, path) {
  FS.mkdirTree(path);
  FS.mount(FS.filesystems.NODEFS, { root: folder }, path);
}
